import { Hono } from 'hono'
import * as z from 'zod'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { atStart } from '#base/words.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { type SchoolChoices, schoolWordsIn, searchesSchool } from '#schools/schools/school-choice.ts'
import { readSchoolChoices, selectableSchool } from '#schools/schools/store.ts'
import { addPeople, addWalkIn } from './add-walk-in.ts'
import { backTo, registerAt, toPerson, viewOf } from './door-mark-pages.tsx'
import { listForm, matchForm, type RoleChoice, walkInForm } from './forms.ts'
import { matchWalkIn } from './match-walk-in.ts'
import { bySchool, type PersonOnRegister, personName, registerTitle, type SessionOfRegister } from './register.ts'
import { registerPath } from './register-path.ts'
import { listRefusals, matchRefusals, walkInRefusals } from './views/refusals.tsx'
import { ConfirmMatchPage, ListFields, MatchFields, NowAndSaid, WalkInFields } from './views/walk-in.tsx'

const title = 'Add someone who is not on the list'

type NewWalkIn = { session: SessionOfRegister; walkInId: string; schools: SchoolChoices; roles: readonly RoleChoice[] }

const add = press({
  at: '/:sessionId/walk-ins',
  keepsQuery: true,
  fills: searchesSchool,
  form: ownForm(walkInForm),
  shape: (_, shown: NewWalkIn, typed) => <WalkInFields {...shown} {...typed} />,
  button: 'Add and mark as attended',
  act: async (act, form, { part, c }) => {
    const { source } = viewOf({ query: c.req.query() })
    const done = await addWalkIn(act, { ...form, id: form.walkIn, sessionId: part('sessionId'), source, reason: form.reasonText })
    return done.ok ? ok(done.value.walkInId) : done
  },
  refused: walkInRefusals,
  to: toPerson,
})

const choicesFor = (act: Act, { council }: Asked, typed: Body) => {
  const schoolId = text(typed, 'schoolId')
  return readSchoolChoices(act.db, council.laCodes, schoolId ? [schoolId] : [], schoolWordsIn(typed))
}

const walkIn = page({
  at: '/:sessionId/walk-ins/new',
  find: async (act, { typed = {}, ...asked }) => {
    const register = await registerAt(act, asked)
    if (!register) return undefined
    const { session } = register
    const [schools, roles] = await Promise.all([choicesFor(act, asked, typed), rolesOn(act.db, londonDay(session.startsAt))])
    return { session, view: viewOf(asked), walkInId: z.uuid().safeParse(typed['walkIn']).data ?? newId(act.now), schools, roles }
  },
  title,
  caption: ({ session }) => registerTitle(session),
  back: backTo,
  problems: ({ schools }) => schools.finding?.problems ?? {},
  presses: { add },
  show: (found, forms) => (
    <>
      <P>They are marked as attended at once.</P>
      {forms.add(found)}
    </>
  ),
})

type NewList = Omit<NewWalkIn, 'walkInId'> & { schoolId: string }

const findList = async (act: Act, { typed = {}, ...asked }: Asked & { typed?: Body }) => {
  const register = await registerAt(act, asked)
  if (!register) return undefined
  const { session, people } = register
  const [only, ...more] = bySchool(people)
  const schoolId = text(typed, 'schoolId') || (only?.people[0]?.school && more.length === 0 ? only.id : '')
  const [schools, roles] = await Promise.all([choicesFor(act, asked, { ...typed, schoolId }), rolesOn(act.db, londonDay(session.startsAt))])
  return { session, view: viewOf(asked), schools, roles, schoolId }
}

const addList = press({
  at: '/:sessionId/walk-ins/list',
  keepsQuery: true,
  find: findList,
  fills: searchesSchool,
  form: (_, { roles }: NewList) => ownForm(listForm(roles)),
  filled: ({ schoolId }) => ({ schoolId }),
  shape: (_, shown, typed) => <ListFields {...shown} {...typed} />,
  button: 'Mark them as attended',
  act: (act, { pasted, schoolId, reasonText }, { part }) =>
    addPeople(act, { sessionId: part('sessionId'), people: pasted, schoolId, organisation: '', source: 'paper', reason: reasonText }),
  refused: listRefusals,
  done: ({ values: { pasted } }, marked) =>
    [
      marked > 0 ? `${atStart(marked, 'person is', 'people are')} marked as attended.` : '',
      pasted.length > marked ? `${atStart(pasted.length - marked, 'person', 'people')} had been marked before: check the register.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  to: ({ part, query }) => registerPath(part('sessionId'), viewOf({ query })),
})

const fromList = page({
  at: '/:sessionId/walk-ins/list',
  find: findList,
  title: 'Add everybody of a school who came',
  caption: ({ session }) => registerTitle(session),
  back: backTo,
  problems: ({ schools }) => schools.finding?.problems ?? {},
  presses: { addList },
  show: (found, forms) => (
    <>
      <P>Whoever has a place is marked on it. Everybody else is added.</P>
      {forms.addList(found)}
    </>
  ),
})

type ToMatch = { session: SessionOfRegister; person: PersonOnRegister; schools: SchoolChoices }

const findWalkIn = async (act: Act, asked: Asked) => {
  const register = await registerAt(act, asked)
  const person = register?.people.find(({ id }) => id === asked.part('personId'))
  return register && person?.kind === 'walk_in' ? { session: register.session, person, view: viewOf(asked) } : undefined
}

const match = press({
  at: '/:sessionId/people/:personId/school',
  find: findWalkIn,
  fills: searchesSchool,
  form: ownForm(matchForm),
  hidden: ({ person }: ToMatch) => ({ seen: person.school?.id }),
  shape: (_, shown, typed) => <MatchFields {...shown} {...typed} />,
  button: ({ person }) => (person.school ? 'Continue' : 'Match'),
  act: async (act, { schoolId, seen, confirmed }, { subject, council, c }) => {
    const { session, person } = subject
    const asked = { sessionId: session.id, walkInId: person.id, schoolId, seenSchoolId: seen, isConfirmed: confirmed }
    const done = await matchWalkIn(act, asked)
    if (done.ok) return ok(person.id)
    const school = done.reason === 'needs_confirmation' ? await selectableSchool(act.db, council.laCodes, schoolId) : undefined
    if (!school) return done
    return c.render(<ConfirmMatchPage {...subject} school={school} />, {
      title: 'Change the school of a person',
      back: backTo(subject, person.id),
    })
  },
  refused: matchRefusals,
  to: toPerson,
})

const matching = page({
  at: '/:sessionId/people/:personId/school',
  find: async (act, { typed = {}, ...asked }) => {
    const [found, schools] = await Promise.all([findWalkIn(act, asked), choicesFor(act, asked, typed)])
    return found && { ...found, schools }
  },
  title: 'Match to a school',
  heading: ({ person }) => `Which school does ${personName(person)} come from?`,
  caption: ({ session }) => registerTitle(session),
  back: ({ person, ...found }) => backTo(found, person.id),
  problems: ({ schools }) => schools.finding?.problems ?? {},
  presses: { match },
  show: (found, forms) => (
    <>
      <NowAndSaid {...found} />
      {forms.match(found)}
    </>
  ),
})

/** Walk-ins, and matching them to schools. */
export const doorWalkInPages = withPages(
  new Hono<AppEnv>().get('/:sessionId/walk-ins', (c) => c.redirect(`/register/${c.req.param('sessionId')}/walk-ins/new`, 303)),
  walkIn,
  fromList,
  matching,
)
