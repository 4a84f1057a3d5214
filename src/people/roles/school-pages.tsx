import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, problemsOf, text, typedOf } from '#base/web/form.ts'
import { provenFirst } from '#base/web/guard.ts'
import { whereComing } from '#people/people/coming-store.ts'
import { type AskedPerson, unsaid } from '#people/people/spelling.ts'
import { rootOf } from '#schools/schools/store.ts'
import { answerRole } from './answer-role.ts'
import type { Asked } from './asked.ts'
import { type Answering, confirmRole, nameHolder } from './confirm-role.ts'
import { declineRole, endRole } from './end-role.ts'
import { declineForm, disputeAnswerForm, endedForm, namedForm, sinceForm, sinceOf, vacantForm } from './forms.ts'
import { readMeant } from './holder-store.ts'
import { agreeToRole, answerDispute } from './raise-dispute.ts'
import { readSchoolRoles } from './school-role-store.ts'
import { asksProof, endedWith, holderOf, roleOf, whoConfirms } from './school-roles.ts'
import { rolesPages } from './school-roles-pages.tsx'
import { AnswerRolePage, HolderPage, type Typed } from './views/answers.tsx'
import { confirmRefusals, endRefusals, gapRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Desk = { of: 'school' | 'council'; base: (schoolId: string) => string; back: (at: Answering) => { href: string; text: string } }
type Found = Answering & { asked: Asked }

const answering = (at: Awaited<ReturnType<typeof readSchoolRoles>>): Found => {
  if (!at?.capacity) throw notFound('school')
  return { ...at, capacity: at.capacity }
}

type Outcome =
  | { says: string; to?: string; leavers?: readonly string[] }
  | { problems: Problems; asked?: AskedPerson | undefined }
  | { why: string }

type Form = { values: Typed; problems?: Problems | undefined; why?: string | undefined; asked?: AskedPerson | undefined }

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const fields = 'answer name email fromDate dateNotKnown others othersLastDay vacantFrom lastDay reason'.split(' ')
const chooseAnswer: Outcome = { problems: { answer: 'Choose an answer' } }

/** What is refused stands at its field, or above the page where what stands has changed. */
const refusedAt = (sentence: string, reason: string): Outcome => {
  const field = {
    others_hold: 'others',
    ends_before_it_begins: 'fromDate',
    already_held: 'answer',
    still_held: 'answer',
    own_word: 'answer',
  }[reason]
  return field ? { problems: { [field]: sentence } } : { why: sentence }
}

const answered = async (c: C, at: Answering, roleId: string, form: Body): Promise<Outcome> => {
  const { act } = c.var
  const today = londonDay(act.now)
  const answer = text(form, 'answer')
  if (answer === 'named') {
    const read = namedForm(today).safeParse(form)
    if (!read.success) return { problems: problemsOf(read.error) }
    const { name, email } = read.data
    const typed = { name, email, answer: text(form, 'meant-1') }
    const done = await nameHolder(act, at, { roleId, ...typed, ...sinceOf(read.data) })
    if (done.ok && done.value === 'proposed') return { says: `It is noted as a proposal. ${whoConfirms}.` }
    if (done.ok) return { says: 'It is saved.', leavers: endedWith(roleOf(at, roleId), sinceOf(read.data).others) }
    if (done.reason === 'who_is_meant') {
      const { asked } = await readMeant(act, at, typed)
      return { problems: asked ? unsaid([asked]) : {}, asked }
    }
    const outcome = refusedAt(confirmRefusals[done.reason], done.reason)
    return done.reason === 'already_held' ? { problems: { name: confirmRefusals[done.reason] } } : outcome
  }
  if (answer !== 'vacant' && answer !== 'not_known') return chooseAnswer
  const read = answer === 'vacant' ? vacantForm(today).safeParse(form) : undefined
  if (read?.success === false) return { problems: problemsOf(read.error) }
  const done = await answerRole(act, at, { roleId, vacantFrom: read?.data.vacantFrom })
  return done.ok ? { says: 'It is saved.' } : refusedAt(gapRefusals[done.reason], done.reason)
}

const settled = async (c: C, at: Answering, id: string, base: string, form: Body): Promise<Outcome> => {
  const { act } = c.var
  const today = londonDay(act.now)
  const { role, holder } = holderOf(at, id) ?? {}
  if (!role || !holder) throw notFound('role')
  if (holder.dispute) {
    const read = disputeAnswerForm.safeParse(form)
    if (!read.success) return { problems: problemsOf(read.error) }
    const done = await answerDispute(act, at, { id, answer: read.data.answer })
    return done.ok ? { says: 'It is answered.' } : { why: endRefusals[done.reason] }
  }
  const answer = text(form, 'answer')
  if (answer === 'not_so') {
    const read = declineForm.safeParse(form)
    if (!read.success) return { problems: problemsOf(read.error) }
    const done = await declineRole(act, at, { id, reason: read.data.reason })
    return done.ok ? { says: 'It is taken off the record.' } : refusedAt(endRefusals[done.reason], done.reason)
  }
  if (answer === 'agree' && holder.confirmedAt && at.capacity === 'officer') {
    const done = await agreeToRole(act, { ...holder, schoolId: at.school.id })
    return done.ok ? { says: 'It is noted.' } : { why: endRefusals[done.reason] }
  }
  if (answer === 'ended' && holder.confirmedAt) {
    const read = endedForm(today).safeParse(form)
    if (!read.success) return { problems: problemsOf(read.error) }
    const done = await endRole(act, at, { id, lastDay: read.data.lastDay })
    if (!done.ok)
      return done.reason === 'ends_before_it_begins'
        ? { problems: { lastDay: endRefusals[done.reason] } }
        : { why: endRefusals[done.reason] }
    const wasLast = role.holders.length === 1 && !role.several
    const leavers = [holder.personId]
    return wasLast
      ? { says: 'The role has ended on the record. Say who holds it now.', to: `${base}/${role.id}`, leavers }
      : { says: 'The role has ended on the record.', leavers }
  }
  if (answer !== 'confirm' || holder.confirmedAt) return chooseAnswer
  const read = sinceForm(today).safeParse(form)
  if (!read.success) return { problems: problemsOf(read.error) }
  const done = await confirmRole(act, at, { id, ...sinceOf(read.data) })
  return done.ok
    ? { says: 'It is confirmed.', leavers: endedWith(role, sinceOf(read.data).others, holder.personId) }
    : refusedAt(confirmRefusals[done.reason], done.reason)
}

/** A school's roles and their forms under `path`; 404 to whoever may not answer for it. */
const pages = (path: string, desk: Desk) => {
  const foundFor = async (act: Act, schoolId: string): Promise<Found> => answering(await readSchoolRoles(act, schoolId, desk.of))
  const found = (c: C): Promise<Found> => foundFor(c.var.act, c.req.param('school') ?? '')
  /** The school, or where the one is that it turned out to be, for whoever may answer there. */
  const foundOrMoved = async (c: C): Promise<Found | string> => {
    const { act } = c.var
    const id = c.req.param('school') ?? ''
    const read = await readSchoolRoles(act, id, desk.of)
    const root = read ? id : await rootOf(act.db, id)
    if (!root || root === id) return answering(read)
    return (await readSchoolRoles(act, root, desk.of))?.capacity ? desk.base(root) : answering(undefined)
  }
  const roles = rolesPages(path, { base: desk.base, back: desk.back, found, foundOrMoved })
  const showRole = (c: C, at: Answering, form: Form) => {
    const role = roleOf(at, c.req.param('role') ?? '')
    if (!role) throw notFound('role')
    return c.render(<AnswerRolePage at={at} role={role} {...form} />, {
      title: role.label,
      back: { href: desk.base(at.school.id), text: 'People in roles' },
      hasProblems: Boolean(form.problems ?? form.why),
    })
  }
  const showHolder = (c: C, at: Answering, form: Form) => {
    const { role, holder } = holderOf(at, c.req.param('id') ?? '') ?? {}
    if (!role || !holder) throw notFound('role')
    return c.render(<HolderPage at={at} role={role} holder={holder} {...form} />, {
      title: role.label,
      back: { href: desk.base(at.school.id), text: 'People in roles' },
      hasProblems: Boolean(form.problems ?? form.why),
    })
  }
  const stale = (c: C) => roles.showStale(c, endRefusals.changed)
  /** After what changed meanwhile the page shows how things stand now, with what was typed. */
  const finish = async (c: C, at: Found, form: Body, outcome: Outcome, again: typeof showRole) => {
    if ('says' in outcome) {
      flash(c, outcome.says)
      const coming = await whereComing(c.var.act, at.school.id, outcome.leavers ?? [])
      return c.redirect(coming ?? outcome.to ?? desk.base(at.school.id), 303)
    }
    const isStale = 'why' in outcome
    const now = isStale ? await found(c) : at
    if (again === showHolder && !holderOf(now, c.req.param('id') ?? '')) return stale(c)
    c.status(isStale ? 409 : 422)
    return again(c, now, { values: typedOf(form, fields), ...outcome })
  }
  return new Hono<AppEnv>()
    .route('/', roles.pages)
    .get(`${path}/held/:id{${uuid}}`, async (c) => showHolder(c, await found(c), { values: {} }))
    .post(`${path}/held/:id{${uuid}}`, async (c) => {
      const at = await found(c)
      const form = await c.req.parseBody()
      const { role } = holderOf(at, c.req.param('id') ?? '') ?? {}
      if (!role) return stale(c)
      const turned = text(form, 'answer') === 'confirm' && asksProof(role.id) ? provenFirst(c) : undefined
      if (turned) return turned
      return finish(c, at, form, await settled(c, at, c.req.param('id') ?? '', desk.base(at.school.id), form), showHolder)
    })
    .get(`${path}/:role{[a-z_]+}`, async (c) => {
      const at = await found(c)
      // Mails led there.
      return c.req.param('role') === 'confirm' ? c.redirect(desk.base(at.school.id), 302) : showRole(c, at, { values: {} })
    })
    .post(`${path}/:role{[a-z_]+}`, async (c) => {
      const at = await found(c)
      const roleId = c.req.param('role') ?? ''
      if (!roleOf(at, roleId)) throw notFound('role')
      const form = await c.req.parseBody()
      const turned = text(form, 'answer') === 'named' && asksProof(roleId) ? provenFirst(c) : undefined
      return turned ?? finish(c, at, form, await answered(c, at, roleId, form), showRole)
    })
}

/** For those who answer for the school; mounted at /school. */
export const schoolInRolePages = pages(`/:school{${uuid}}/roles`, {
  of: 'school',
  base: (schoolId) => `/school/${schoolId}/roles`,
  back: (at) =>
    at.capacity === 'head' ? { href: '/account', text: 'Your account' } : { href: `/school/${at.school.id}`, text: at.school.name },
})

/** The same for officers; mounted at /organiser/schools. */
export const officerInRolePages = pages(`/:school{${uuid}}/roles`, {
  of: 'council',
  base: (schoolId) => `/organiser/schools/${schoolId}/roles`,
  back: (at) => ({ href: `/organiser/schools/${at.school.id}`, text: at.school.name }),
})
