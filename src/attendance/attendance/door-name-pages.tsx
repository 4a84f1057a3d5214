import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { rolesOn } from '#schools/schools/role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { nameForm, type RoleChoice, viewForm } from './forms.ts'
import { nameAtDoor } from './name-at-door.ts'
import { registerTitle } from './register.ts'
import { registerPath } from './register-path.ts'
import { readRegister } from './register-store.ts'
import { nameRefusals } from './views/refusals.tsx'

const find = async (act: Act, { part }: Asked) => {
  const register = await readRegister(act.db, act.actor, part('sessionId'))
  const person = register?.people.find(({ id }) => id === part('personId'))
  if (!register || !person) return undefined
  return { session: register.session, person, roles: await rolesOn(act.db, londonDay(register.session.startsAt)) }
}

/** Where they stand on the register, as it was shown. */
const toPerson = ({ part, query }: Asked): string => `${registerPath(part('sessionId'), viewForm.parse(query))}#p-${part('personId')}`

const save = press({
  at: '/:sessionId/people/:personId/name',
  form: (_, shown: { roles: readonly RoleChoice[] } | undefined) => nameForm(shown?.roles ?? []),
  button: 'Save the name',
  act: (act, typed, { part }) => nameAtDoor(act, { ...typed, sessionId: part('sessionId'), placeId: part('personId') }),
  refused: nameRefusals,
  to: toPerson,
})

const name = page({
  at: '/:sessionId/people/:personId/name',
  also: async (act, _, asked) => {
    const subject = await find(act, asked)
    if (!subject) throw notFound('person')
    return { ...subject, back: toPerson(asked) }
  },
  unless: ({ person }) => !person.unnamed,
  title: 'Who came?',
  heading: ({ person: { school } }) => `Who came${school ? ` for ${schoolLabel(school)}` : ''}?`,
  caption: ({ session }) => registerTitle(session),
  back: ({ back }) => ({ href: back, text: 'Back to the register' }),
  presses: { save },
  show: (found, forms) => (
    <>
      <P>The school has a place here without a name. Name the person who came on it, then mark them on the register.</P>
      {forms.save(found)}
    </>
  ),
})

/** Naming who came on an unnamed place. */
export const doorNamePages = withPages(new Hono<AppEnv>(), name)
