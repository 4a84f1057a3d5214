import * as z from 'zod'
import { form, line, select, sentAlong } from '#base/web/fields.tsx'
import { type Body, text, textField, texts, textsField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import type { RoleOption } from '#booking/bookings/booking.ts'
import { emailField, personName } from '#people/accounts/forms.ts'

/** `ownName`: of somebody who has given their name; `email`: their own. */
export type Asker = { ownName: string | undefined; email: string; roles: readonly RoleOption[] }

type Person = { name: string; email: string; roleId: string }

const roleField = (label: string, roles: readonly RoleOption[]) =>
  select(
    label,
    [{ value: '', text: 'Choose one' }, ...roles.map(({ id, label: text }) => ({ value: id, text }))],
    textField.pipe(z.string().min(1, 'Choose the role at the school')),
  )

/** @param which as in `second colleague` */
const colleague = (which: string, roles: readonly RoleOption[]) => ({
  name: line(`Your ${which}’s name`, textField.pipe(nameField('The name', 'Enter the name of your colleague', 100))),
  email: line(`Your ${which}’s email address`, emailField('Enter the email address of your colleague'), { type: 'email' }),
  role: roleField(`Your ${which}’s role`, roles),
})

/** The ends of the names of their fields, and how many colleagues one form asks for. */
export const colleagues = ['', '2', '3'] as const

/** Who of the form goes; a colleague after the first only if something of them was typed. */
const goes = (body: Body, n: (typeof colleagues)[number]): boolean =>
  texts(body, 'who').includes('colleague') && (n === '' || ['name', 'email', 'role'].some((name) => text(body, name + n).trim() !== ''))

/** Who wants to go, and whom to ask. What was typed of somebody who does not go does not count. */
export const askForm = ({ ownName, email, roles }: Asker) => {
  const [one, two, three] = [colleague('colleague', roles), colleague('second colleague', roles), colleague('third colleague', roles)]
  return form(
    {
      schoolId: sentAlong(textField.pipe(z.string().min(1, 'Choose your school'))),
      asker: line('Your name', personName, { autocomplete: 'name' }),
      who: sentAlong(textsField.pipe(z.array(z.enum(['me', 'colleague'])).min(1, 'Choose who wants to go'))),
      roleId: roleField('Your role', roles),
      name: one.name,
      email: one.email,
      role: one.role,
      name2: two.name,
      email2: two.email,
      role2: two.role,
      name3: three.name,
      email3: three.email,
      role3: three.role,
    },
    (typed) =>
      z.preprocess(
        (sent) => {
          const body = sent as Body
          const asker = ownName ?? text(body, 'asker')
          const left = colleagues.filter((n) => !goes(body, n))
          const nobody = left.flatMap((n) => [
            [`name${n}`, 'nobody'],
            [`email${n}`, email],
            [`role${n}`, 'none'],
          ])
          return {
            ...body,
            asker,
            ...(texts(body, 'who').includes('me') ? {} : { roleId: 'none' }),
            ...Object.fromEntries(nobody),
            going: colleagues.filter((n) => !left.includes(n)),
          }
        },
        typed.extend({ going: z.array(z.enum(colleagues)) }).transform(({ schoolId, asker, who, roleId, going, ...of }) => ({
          schoolId,
          asker,
          people: [
            ...(who.includes('me') ? [{ name: asker, email, roleId }] : []),
            ...going.map((n): Person => ({ name: of[`name${n}`], email: of[`email${n}`], roleId: of[`role${n}`] })),
          ],
        })),
      ),
  )
}
