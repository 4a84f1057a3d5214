import { Hono } from 'hono'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionsOn, isOfKind } from '#attendance/requirements/requirement.ts'
import { selectRequirementSchool } from '#attendance/standings/school-store.ts'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant, londonDay, londonInstant, sayDay } from '#base/dates.ts'
import { mapped, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Texts } from '#base/web/fields.tsx'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectAskedOf } from '#guidance/answers/asked-store.ts'
import { sayMatter, stepOf } from '#people/ladder/chase.ts'
import { selectChases, selectContacts, selectOfficers } from '#people/ladder/chase-store.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { contactForm } from '#people/ladder/forms.ts'
import { type About, recordContact } from '#people/ladder/record-contact.ts'
import { stopChase } from '#people/ladder/stop-chase.ts'
import { selectReturnsDue } from '#returns/signing/due-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectToFollow } from './list-store.ts'
import { organiserSchoolPages } from './organiser-school-pages.tsx'
import { contactRefusals, stopRefusals } from './views/refusals.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const ladderOf = (id: string): string => `/organiser/schools/${id}#follow-up`

/** `chase:…`, or a matter that is chased from now on, with its requirement. */
const aboutOf = (typed: string): About => {
  const [kind = '', subject = ''] = typed.split(':')
  return kind === 'chase' ? { chaseId: subject } : { matter: kind as ChasedMatter, subjectId: subject }
}

const matterValue = (matter: ChasedMatter, subjectId: string): string => (subjectId === '' ? matter : `${matter}:${subjectId}`)

/** What a contact with the school can be about; undefined: there is no such school, or contact. */
const readNoting = async (act: Act, { part, query }: Asked) => {
  const { db, now } = act
  const id = part('id')
  const { school, chases, contacts, officers, editions, guidance, returns, calendar, follow } = await readTogether(db, {
    school: selectRequirementSchool(db, id),
    chases: selectChases(db, { rootId: id }),
    contacts: selectContacts(db, id),
    officers: selectOfficers(db),
    editions: selectEditions(db),
    guidance: selectAskedOf(act, id),
    returns: selectReturnsDue(db, [id], now),
    calendar: selectCalendar(db),
    follow: selectToFollow(act, id),
  })
  const today = londonDay(now)
  const corrected = contacts.find((one) => one.id === query['corrects'] && one.chaseId !== null)
  if (!school || ('corrects' in query && !corrected)) return undefined
  const open = chases.filter(({ endedAt }) => endedAt === null)
  const isOpen = (matter: ChasedMatter, subjectId: string) => open.some((one) => one.matter === matter && one.subjectId === subjectId)
  const startable = [
    ...editionsOn(editions, today)
      .filter((edition) => isOfKind(edition, school))
      .map(({ requirementId, label }) => ['requirement', requirementId, label] as const),
    ...guidance.map(({ id: documentId, title }) => ['guidance', documentId, title] as const),
    ...returns.flatMap(({ roundId, title, submitted }) => (submitted ? [] : [['return_missing', roundId, title] as const])),
    ...(['roles_not_confirmed', 'never_reached'] as const).map((matter) => [matter, '', ''] as const),
  ]
  const settled = JSON.parse(follow?.settled ?? '[]') as string[]
  const isSo = (matter: ChasedMatter, subjectId: string): boolean =>
    matter === 'never_reached'
      ? follow?.neverCame === 1
      : matter === 'roles_not_confirmed'
        ? follow?.rolesOpen === 1
        : !settled.includes(subjectId)
  const begun = startable.filter(([matter, subjectId]) => !isOpen(matter, subjectId) && isSo(matter, subjectId))
  const abouts = corrected
    ? [{ value: `chase:${corrected.chaseId}`, text: sayMatter(corrected) }]
    : [
        ...open.map((one) => ({ value: `chase:${one.id}`, text: sayMatter(one) })),
        ...begun.map(([matter, subjectId, subject]) => ({
          value: matterValue(matter, subjectId),
          text: `${sayMatter({ matter, subject })} (followed up from now on)`,
        })),
      ]
  // A second press says of a chase that the first began what was said of the matter.
  const known = [
    ...abouts.map(({ value }) => value),
    ...(corrected ? [] : startable.map(([matter, subjectId]) => matterValue(matter, subjectId))),
  ]
  return { school, officers, abouts, known, corrected, open, calendar, today }
}

type Noting = NonNullable<Awaited<ReturnType<typeof readNoting>>>

/** What a new form says: the next step of the chase, today; or what is corrected. */
const begins = ({ corrected, open, calendar, today, abouts }: Noting, owner: string, asked: string | undefined): Texts => {
  if (corrected) {
    const { chaseId, rung, means, result, happenedAt, note } = corrected
    return { about: `chase:${chaseId}`, rung, means, result, happenedOn: londonDay(happenedAt), note, nextOwnerId: owner }
  }
  // Nothing is ticked that would begin a follow-up nobody asked for.
  const about = abouts.some(({ value }) => value === asked) ? asked : open[0] && `chase:${open[0].id}`
  const chase = open.find(({ id }) => about === `chase:${id}`)
  const step = chase && stepOf(chase, calendar)
  return { about, rung: step?.rung ?? 'office', means: 'telephone', happenedOn: today, nextOwnerId: chase?.ownerId ?? owner }
}

const toLadder = ({ part }: Pick<Asked, 'part'>): string => ladderOf(part('id'))

const backTo = (school: { id: string }) => ({ href: ladderOf(school.id), text: 'Everything about the school' })

const note = press({
  at: `/:id{${uuid}}/ladder/contacts`,
  find: readNoting,
  form: (_, noting) => contactForm(noting),
  filled: ({ texts }: Noting & { texts: Texts }) => texts,
  button: ({ corrected }) => (corrected ? 'Keep the correction' : 'Note it'),
  act: (act, { about, happenedOn, nextRung, nextOn, nextOwnerId, ...facts }, { subject: { school, corrected, today }, id }) =>
    recordContact(act, school.id, about.map(aboutOf), {
      ...facts,
      form: id,
      happenedAt: instant(happenedOn === today ? act.now : (londonInstant(happenedOn, '12:00') ?? act.now)),
      next: nextRung === '' ? undefined : { rung: nextRung, on: nextOn, ownerId: nextOwnerId },
      correctsId: corrected?.id,
    }),
  refused: contactRefusals,
  done: 'The contact is noted',
  to: toLadder,
})

const contact = page({
  at: `/:id{${uuid}}/ladder/contacts`,
  also: async (act, _, asked) => {
    const noting = await readNoting(act, asked)
    if (!noting) throw notFound('school')
    return { ...noting, texts: begins(noting, act.actor.accountId ?? '', asked.query['about']) }
  },
  unless: ({ corrected }) => corrected?.corrected === 1,
  title: ({ corrected }) => (corrected ? 'Correct a contact' : 'Note a contact'),
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => backTo(school),
  presses: { note },
  show: (noting, forms) => (
    <>
      {noting.corrected ? <P>What was noted on {sayDay(noting.corrected.notedAt)} is kept, and this stands in its place.</P> : null}
      {forms.note(noting)}
    </>
  ),
})

const stop = question({
  at: `/:id{${uuid}}/ladder/:chase{${uuid}}/stop`,
  read: ({ db, part }) =>
    mapped(selectChases(db, { rootId: part('id') }), (chases) =>
      chases.find(({ id, endedAt }) => id === part('chase') && endedAt === null),
    ),
  title: 'Stop following this up',
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => backTo(school),
  above: (chase) => (
    <>
      <P>{sayMatter(chase)}.</P>
      <P>
        No further step is then due. What was tried stays, and the matter can be followed up again. If the school answered, note that as a
        contact instead.
      </P>
    </>
  ),
  button: [{ text: 'Stop following it up', kind: 'warning' }],
  act: (act, _, { subject }) => stopChase(act, subject),
  refused: stopRefusals,
  done: 'It is no longer followed up',
  to: toLadder,
})

export const organiserLadderPages = withPages(new Hono<AppEnv>().route('/', organiserSchoolPages), contact, stop)
