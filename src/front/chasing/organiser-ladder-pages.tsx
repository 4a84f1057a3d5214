import { type Context, Hono } from 'hono'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionsOn, isOfKind } from '#attendance/requirements/requirement.ts'
import { selectRequirementSchool } from '#attendance/requirements/school-store.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant, londonDay, londonInstant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, texts, typedOf } from '#base/web/form.ts'
import { selectAskedOf } from '#guidance/answers/asked-store.ts'
import { sayMatter, stepOf } from '#people/ladder/chase.ts'
import { selectChases, selectContacts, selectOfficers } from '#people/ladder/chase-store.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { contactFields, contactForm } from '#people/ladder/forms.ts'
import { type About, recordContact } from '#people/ladder/record-contact.ts'
import { stopChase } from '#people/ladder/stop-chase.ts'
import { selectReturnsDue } from '#returns/signing/due-store.ts'
import { selectToFollow } from './list-store.ts'
import { organiserSchoolPages } from './organiser-school-pages.tsx'
import { StopChasePage } from './views/chase.tsx'
import { ContactPage } from './views/contact.tsx'
import { contactRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const ladderOf = (id: string): string => `/organiser/schools/${id}#follow-up`

/** `chase:…`, or a matter that is chased from now on, with its requirement. */
const aboutOf = (typed: string): About => {
  const [kind = '', subject = ''] = typed.split(':')
  return kind === 'chase' ? { chaseId: subject } : { matter: kind as ChasedMatter, subjectId: subject }
}

const matterValue = (matter: ChasedMatter, subjectId: string): string => (subjectId === '' ? matter : `${matter}:${subjectId}`)

const readForm = async (c: C) => {
  const { act } = c.var
  const id = c.req.param('id') ?? ''
  const today = londonDay(act.now)
  const { school, chases, contacts, officers, editions, guidance, returns, calendar, follow } = await readTogether(act.db, {
    school: selectRequirementSchool(act.db, id),
    chases: selectChases(act.db, { rootId: id }),
    contacts: selectContacts(act.db, id),
    officers: selectOfficers(act.db),
    editions: selectEditions(act.db),
    guidance: selectAskedOf(act, id),
    returns: selectReturnsDue(act.db, [id], act.now),
    calendar: selectCalendar(act.db),
    follow: selectToFollow(act, id),
  })
  if (!school) throw notFound('school')
  const wanted = c.req.query('corrects')
  const corrected = wanted === undefined ? undefined : contacts.find((one) => one.id === wanted && one.chaseId !== null && !one.corrected)
  if (wanted !== undefined && !corrected) throw notFound('contact')
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

type Form = Awaited<ReturnType<typeof readForm>>

type Typed = { chosen: readonly string[]; typed: Record<string, string> }

const showForm = (c: C, of: Form, form: string, typed: Typed, problems?: Problems) =>
  c.render(<ContactPage {...of} {...{ form, problems }} {...typed} />, {
    title: of.corrected ? 'Correct a contact' : 'Note a contact',
    back: { href: ladderOf(of.school.id), text: 'Everything about the school' },
    hasProblems: problems !== undefined,
  })

/** What a new form says: the next step of the chase, today; or what is corrected. */
const begins = (c: C, { corrected, open, calendar, today, abouts }: Form): Typed => {
  const owner = c.var.act.actor.accountId ?? ''
  if (corrected)
    return {
      chosen: [`chase:${corrected.chaseId}`],
      typed: {
        ...{ rung: corrected.rung, means: corrected.means, result: corrected.result },
        ...{ happenedOn: londonDay(corrected.happenedAt), note: corrected.note, nextOwnerId: owner },
      },
    }
  const asked = c.req.query('about') ?? ''
  // Nothing is ticked that would begin a follow-up nobody asked for.
  const about = abouts.some(({ value }) => value === asked) ? asked : open[0] ? `chase:${open[0].id}` : ''
  const chase = open.find(({ id }) => about === `chase:${id}`)
  const step = chase && stepOf(chase, calendar)
  return {
    chosen: about === '' ? [] : [about],
    typed: { rung: step?.rung ?? 'office', means: 'telephone', happenedOn: today, nextOwnerId: chase?.ownerId ?? owner },
  }
}

const readChase = async (c: C) => {
  const { db } = c.var.act
  const chases = (await readTogether(db, { chases: selectChases(db, { rootId: c.req.param('id') ?? '' }) })).chases
  const chase = chases.find((one) => one.id === c.req.param('chase') && one.endedAt === null)
  if (!chase) throw notFound('chase')
  return chase
}

/** A school, and what is noted of contacts with it. Mounted at /organiser/schools. */
export const organiserLadderPages = new Hono<AppEnv>()
  .route('/', organiserSchoolPages)
  .get(`/:id{${uuid}}/ladder/contacts`, async (c) => {
    const of = await readForm(c)
    return showForm(c, of, newId(c.var.act.now), begins(c, of))
  })
  .post(`/:id{${uuid}}/ladder/contacts`, async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody({ all: true })
    const of = await readForm(c)
    const typed = typedOf(body, [...contactFields, 'form'])
    const shown = { chosen: texts(body, 'about'), typed }
    const read = contactForm({ abouts: of.known, officers: of.officers.map(({ id }) => id) }, of.today).safeParse(body)
    const problems = read.success
      ? read.data.result === 'not_so' && !of.corrected
        ? { result: 'Choose what came of it' }
        : undefined
      : problemsOf(read.error)
    if (!read.success || problems) {
      c.status(422)
      return showForm(c, of, typed.form || newId(act.now), shown, problems)
    }
    const { about, happenedOn, nextRung, nextOn, nextOwnerId, ...facts } = read.data
    const at = happenedOn === of.today ? act.now : londonInstant(happenedOn, '12:00')
    const noted = await recordContact(act, of.school.id, about.map(aboutOf), {
      ...facts,
      happenedAt: instant(at ?? act.now),
      next: nextRung === '' ? undefined : { rung: nextRung, on: nextOn, ownerId: nextOwnerId },
      correctsId: of.corrected?.id,
    })
    if (!noted.ok && noted.reason !== 'noted_before') {
      c.status(409)
      return showForm(c, of, typed.form, shown, { result: contactRefusals[noted.reason] })
    }
    flash(c, noted.ok ? 'The contact is noted' : contactRefusals.noted_before, noted.ok)
    return c.redirect(ladderOf(of.school.id), 303)
  })
  .get(`/:id{${uuid}}/ladder/:chase{${uuid}}/stop`, async (c) => {
    const chase = await readChase(c)
    return c.render(<StopChasePage chase={chase} />, {
      title: 'Stop following this up',
      back: { href: ladderOf(chase.school.id), text: 'Everything about the school' },
    })
  })
  .post(`/:id{${uuid}}/ladder/:chase{${uuid}}/stop`, async (c) => {
    const chase = await readChase(c)
    const stopped = await stopChase(c.var.act, chase)
    flash(c, stopped.ok ? 'It is no longer followed up' : contactRefusals[stopped.reason], stopped.ok)
    return c.redirect(ladderOf(chase.school.id), 303)
  })
