// Marking people on a register, and closing it.
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { ok } from '#base/result.ts'
import { type MarkType, markWords } from '#base/standing.ts'
import { mayAsk } from '#base/web/access.ts'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, text } from '#base/web/form.ts'
import { page } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, atField, gone, press } from '#base/web/press.tsx'
import { atStart, inWords } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectAbsences } from './absence-store.ts'
import { closeRegister } from './close-register.ts'
import { closeForm, everyoneForm, markForm, sheetInstant, viewForm } from './forms.ts'
import { chargesShown, type ListedPerson, schoolOf } from './listed-person.ts'
import { came, isMarkType, isUnmarked, standing } from './mark.ts'
import { markAttendance } from './mark-attendance.ts'
import { markEveryone } from './mark-everyone.ts'
import { bySchool, count, type PersonOnRegister, personName, type Register, registerTitle } from './register.ts'
import { afterSignOff, type RegisterView, registerPath } from './register-path.ts'
import { readRegister } from './register-store.ts'
import { AboutMark, MarkFields, MarksSoFar } from './views/change.tsx'
import { FiguresToSign, figuresTyped, NotToCloseYet } from './views/close.tsx'
import { NobodyLeft, PeopleFields } from './views/everyone.tsx'
import { everyoneRefusals, markRefusals, sayCloseRefusal } from './views/refusals.tsx'

/** How the register was shown, which its address says. */
export const viewOf = ({ query }: Pick<Asked, 'query'>): RegisterView => viewForm.parse(query)

export const backTo = ({ session, view }: { session: { id: string }; view: RegisterView }, personId?: string) => ({
  href: registerPath(session.id, view) + (personId ? `#p-${personId}` : ''),
  text: 'Back to the register',
})

/** The register of the address, for those who may take it. */
export const registerAt = (act: Act, { part }: Pick<Asked, 'part'>): Promise<Register | undefined> =>
  readRegister(act.db, act.actor, part('sessionId'))

/** Back on the register, at that person. */
export const toPerson = ({ part, query }: Asked, personId: string | undefined): string =>
  `${registerPath(part('sessionId'), viewForm.parse(query))}#p-${personId ?? ''}`

type PersonToMark = {
  session: Register['session']
  person: PersonOnRegister
  view: RegisterView
  markType: string | undefined
  markId: string
}

const mark = press({
  at: '/:sessionId/marks',
  keepsQuery: true,
  form: ownForm(markForm),
  filled: ({ markType }: PersonToMark) => ({ markType }),
  shape: (_, shown, typed) => <MarkFields {...shown} {...typed} />,
  button: 'Save',
  act: async (act, { person, mark: id, markType, time, corrects, reasonText }, { part, c }) => {
    const sessionId = part('sessionId')
    const { source } = viewOf({ query: c.req.query() })
    const onSheet = source === 'paper' && time ? time : undefined
    const register = onSheet ? await registerAt(act, { part }) : undefined
    const happenedAt = register && onSheet ? sheetInstant(londonDay(register.session.startsAt), onSheet) : undefined
    if (register && !happenedAt)
      return { ok: false, refusal: { field: 'time', says: 'That time does not exist on this day: the clocks go forward', status: 422 } }
    const asked = { id, sessionId, person, markType, source, happenedAt, correctsId: corrects, reason: reasonText }
    const done = await markAttendance(act, asked)
    return done.ok ? ok(person) : done
  },
  refused: {
    ...atField('reasonChoice', markRefusals),
    already_marked: { field: 'markType', says: markRefusals.already_marked },
    needs_reason: { field: 'reasonChoice', says: markRefusals.needs_reason, status: 422 },
  },
  to: toPerson,
})

export const change = page({
  at: '/:sessionId/people/:personId',
  find: async (act, asked) => {
    const register = await registerAt(act, asked)
    const id = asked.part('personId') || text(asked.typed ?? {}, 'person')
    const person = register?.people.find((one) => one.id === id)
    if (!register || !person) return undefined
    const corrects = mayAsk(act.actor, 'GET /organiser/events/:code/correction/:place')
    return { session: register.session, person, view: viewOf(asked), markType: asked.query['markType'], markId: newId(act.now), corrects }
  },
  title: ({ person }) => `Change what is marked of ${personName(person)}`,
  heading: ({ person }) => `${standing(person.marks) ? 'Change what is marked of' : 'Mark'} ${personName(person)}`,
  caption: ({ person }) => (person.school ? schoolLabel(person.school) : person.organisation || 'Not matched to a school yet'),
  back: ({ person, ...found }) => backTo(found, person.id),
  problems: ({ person, markType }) => {
    const stands = standing(person.marks)
    return isMarkType(markType) && stands && stands.markType !== markType ? { markType: markRefusals.already_marked } : {}
  },
  presses: { mark },
  show: (found, forms) => (
    <>
      <AboutMark {...found} />
      {forms.mark(found)}
      <MarksSoFar {...found} />
    </>
  ),
})

/** What closing a register after these marks would charge. */
const absencesOf = (act: Act, sessionId: string, marks: Parameters<typeof selectAbsences>[1]['marks'] = []) =>
  readNow(act.db, selectAbsences(act.db, { sessionIds: [sessionId], marks }))

const listedOf = (person: PersonOnRegister): ListedPerson => ({
  key: person.id,
  name: personName(person),
  school: schoolOf(person.school, person.organisation),
  marks: [],
  stays: person.stays ?? [],
  cannotComeAt: person.cannotComeAt,
})

const everyoneOf = async (act: Act, { session, people }: Register, schoolId: string, markType: MarkType) => {
  const groups = bySchool(people)
  const group = groups.find((one) => one.id === schoolId)
  const left = (schoolId ? (group?.people ?? []) : groups.flatMap((one) => one.people)).filter(
    (person) => isUnmarked(person) && !(person.unnamed && came(markType)),
  )
  const marks = left.map(({ id, kind }) => ({
    sessionId: session.id,
    markType,
    placeId: kind === 'place' ? id : null,
    walkInId: kind === 'walk_in' ? id : null,
  }))
  return {
    session,
    markType,
    people: left.map((person): ListedPerson => ({ ...listedOf(person), marks: [{ session: session.title, markType }] })),
    absences:
      left.length === 0 ? [] : (await absencesOf(act, session.id, marks)).filter(({ placeId }) => left.some(({ id }) => id === placeId)),
    school: group ? { id: group.id, label: group.label } : undefined,
    newMarkId: () => newId(act.now),
  }
}

type EveryoneToMark = Awaited<ReturnType<typeof everyoneOf>> & { view: RegisterView }

const markAll = press({
  at: '/:sessionId/mark-everyone',
  form: ownForm(everyoneForm),
  hidden: ({ markType, school }: EveryoneToMark) => ({ markType, school: school?.id ?? '' }),
  shape: (_, shown) => <PeopleFields {...shown} />,
  button: 'Mark those ticked',
  or: ({ session, view }) => ({ href: registerPath(session.id, view), text: 'Do not mark them' }),
  act: async (act, { markType, marks, reasonText, school }, { part, c }) => {
    const { source } = viewOf({ query: c.req.query() })
    const done = await markEveryone(act, { sessionId: part('sessionId'), markType, source, reason: reasonText, marks })
    return done.ok ? ok({ ...done.value, school }) : done
  },
  refused: { ...atField('mark', everyoneRefusals), not_on_register: gone },
  done: (_, { changed }) => atStart(changed, 'person has been marked', 'people have been marked'),
  to: ({ part, query }, done) => registerPath(part('sessionId'), viewOf({ query })) + (done?.school ? `#s-${done.school}` : ''),
})

export const everyone = page({
  at: '/:sessionId/mark-everyone',
  find: async (act, asked) => {
    const typed: Body = { ...asked.query, ...asked.typed }
    const markType = text(typed, 'markType')
    const register = isMarkType(markType) ? await registerAt(act, asked) : undefined
    if (!register || !isMarkType(markType)) return undefined
    return { ...(await everyoneOf(act, register, text(typed, 'school'), markType)), view: viewOf(asked) }
  },
  unless: ({ session }) => session.signOff !== undefined,
  title: 'Mark several people',
  heading: ({ people, markType }) => `Mark ${inWords(people.length, 'person', 'people')} as “${markWords[markType].toLowerCase()}”`,
  caption: ({ session }) => registerTitle(session),
  back: backTo,
  presses: { markAll },
  show: (found, forms) => (
    <>
      {found.school ? <P>{found.school.label}</P> : null}
      {found.people.length === 0 ? <NobodyLeft {...found} /> : forms.markAll(found)}
    </>
  ),
})

const closingOf = async (act: Act, asked: Asked) => {
  const register = await registerAt(act, asked)
  if (!register) return undefined
  const { session, people } = register
  const absences = await absencesOf(act, session.id)
  return {
    session,
    view: viewOf(asked),
    counts: count(people),
    isOver: session.endsAt <= instant(act.now),
    unmatched: people.filter((person) => !person.school).length,
    people: people.flatMap((person) => {
      const is = standing(person.marks)?.markType
      return is && is !== 'attended' && !person.isCancelled ? [{ ...listedOf(person), is }] : []
    }),
    absences,
    charges: await chargesShown(absences),
  }
}

type Closing = NonNullable<Awaited<ReturnType<typeof closingOf>>>

const sign = press({
  at: '/:sessionId/close',
  form: ownForm(closeForm),
  hidden: ({ counts, charges }: Closing) => ({ ...figuresTyped(counts.figures), charges }),
  shape: (_, shown) => <FiguresToSign {...shown} />,
  button: 'Sign off the register',
  or: ({ session, view }) => ({ href: registerPath(session.id, view), text: 'Not now' }),
  act: async (act, seen, { part }) => {
    const done = await closeRegister(act, { sessionId: part('sessionId'), seen, charges: seen.charges })
    if (done.ok) return ok(afterSignOff(act.actor, done.value.code) ?? `/register/${part('sessionId')}`)
    if (done.reason !== 'figures_changed' && done.reason !== 'not_everyone_marked') return done
    const left = count((await registerAt(act, { part }))?.people ?? []).left
    return { ok: false, refusal: { field: 'figures', says: sayCloseRefusal(left)[done.reason] } }
  },
  refused: {
    ...atField('figures', sayCloseRefusal(0)),
    already_closed: { after: 'This register is signed off already' },
    not_your_register: gone,
  },
  done: 'The register is signed off',
  to: ({ part }, path) => path ?? `/register/${part('sessionId')}`,
})

export const close = page({
  at: '/:sessionId/close',
  find: async (act, { c, ...asked }): Promise<Closing | Response | undefined> => {
    const closing = await closingOf(act, asked)
    return closing?.session.signOff && c.req.method === 'GET' ? c.redirect(`/register/${closing.session.id}`, 303) : closing
  },
  title: 'Sign off the register',
  caption: ({ session }) => registerTitle(session),
  back: backTo,
  presses: { sign },
  show: (closing, forms) => (closing.isOver && closing.counts.left === 0 ? forms.sign(closing) : <NotToCloseYet {...closing} />),
})
