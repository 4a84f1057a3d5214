import * as z from 'zod'
import { choice, form, line, select, sentAlong } from '#base/web/fields.tsx'
import { type Body, text, textField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import type { RoleOption } from '#booking/bookings/booking.ts'
import { emailField, personName } from '#people/accounts/forms.ts'

/** `ownName`: of somebody who has given their name; `email`: their own. */
export type Asker = { ownName: string | undefined; email: string; roles: readonly RoleOption[] }

/** Who wants to go, and whom to ask. What was typed of a colleague does not count for oneself. */
export const askForm = ({ ownName, email, roles }: Asker) =>
  form(
    {
      schoolId: sentAlong(textField.pipe(z.string().min(1, 'Choose your school'))),
      asker: line('Your name', personName, { autocomplete: 'name' }),
      who: choice(
        'Who wants to go?',
        [
          { value: 'me', text: 'I do' },
          { value: 'colleague', text: 'A colleague' },
        ],
        z.enum(['me', 'colleague'], 'Choose who wants to go'),
      ),
      name: line('Your colleague’s name', textField.pipe(nameField('The name', 'Enter the name of your colleague', 100)), {
        hint: 'Only for a colleague',
      }),
      email: line('Your colleague’s email address', emailField('Enter the email address of your colleague'), {
        hint: 'Only for a colleague',
        type: 'email',
      }),
      roleId: select(
        'Role of the person who wants to go',
        [{ value: '', text: 'Choose one' }, ...roles.map(({ id, label }) => ({ value: id, text: label }))],
        textField.pipe(z.string().min(1, 'Choose the role at the school')),
      ),
    },
    (typed) =>
      z.preprocess((sent) => {
        const body = sent as Body
        const asker = ownName ?? text(body, 'asker')
        return text(body, 'who') === 'colleague' ? { ...body, asker } : { ...body, asker, name: asker || 'nobody', email }
      }, typed),
  )
