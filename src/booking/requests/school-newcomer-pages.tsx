import { type Context, Hono, type Next } from 'hono'
import { hasRole } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { type Body, problemsOf, text } from '#base/web/form.ts'
import { mostDelegates, mostOf, rolesFor } from '#booking/bookings/booking.ts'
import { readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { fieldAtFault, nextTo, rowsFor } from '#booking/placing/filled-form.ts'
import { emptyBooking, emptyRow, readAsked, readTyped, representedIn, type TypedBooking, typedAnswers } from '#booking/placing/forms.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { goneMeanwhile } from '#people/accounts/mailbox.ts'
import { mailboxUnsaid } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { claimSchool } from '#people/claiming/claim-school.ts'
import { claimRefusals } from '#people/claiming/views/refusals.tsx'
import { claimForm } from '#people/claims/forms.ts'
import { sayWhetherShared } from '#people/own-account/name-acting-person.ts'
import { sharedForm } from '#people/sign-in/forms.ts'
import { actorOfSignIn } from '#people/sign-in/store.ts'
import { type SchoolWords, schoolWordsIn, withoutWords } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { hopeless, requestRefusal } from './request-booking.ts'
import { NewcomerFormPage, type TypedNewcomer } from './views/newcomer.tsx'
import { sayRequestRefusal } from './views/refusals.tsx'
import { CannotRequestPage } from './views/request.tsx'

type C = Context<AppEnv>

/** Has claimed no school yet, and is no organiser. */
const isNewcomer = ({ actor }: C['var']['act']): boolean =>
  actor.schoolIds.length === 0 && actor.askedSchoolIds.length === 0 && !hasRole(actor, 'organiser', 'administrator')

const backTo = (code: string) => ({ href: `/events/${code}`, text: 'Back to the event' })

/** @param typed the chosen school if it exists, and the represented ones */
const groundFor = async (c: C, typed?: TypedBooking, words?: SchoolWords) => {
  const { act, council } = c.var
  const schoolId = typed?.schoolId
  const ids = [schoolId ?? '', ...representedIn(typed?.rows ?? [])].filter(Boolean)
  const [ground, choices, askShared] = await Promise.all([
    readGround(act, c.req.param('code') ?? '', schoolId ? [schoolId] : []),
    readSchoolChoices(act.db, council.laCodes, ids, words),
    mailboxUnsaid(requireAccount(act)),
  ])
  if (!ground) throw notFound('event')
  return { ...ground, choices, askShared }
}

type NewcomerGround = Awaited<ReturnType<typeof groundFor>>

type Shown = { problems?: Problems | undefined; moreSchoolsAt?: number; openAt?: number }

const showForm = (c: C, ground: NewcomerGround, typed: TypedBooking, newcomer: TypedNewcomer, shown: Shown = {}) => {
  const { act, council } = c.var
  const { event, choices, roles, questions, askShared } = ground
  const anyRole = { audience: { roles: [], kinds: [] } }
  return c.render(
    <NewcomerFormPage
      ownAddress={c.var.act.actor.email}
      most={mostOf(event, ground.schools[0]?.trustName ?? null)}
      event={event}
      council={council}
      ownRoles={rolesFor(anyRole, roles, londonDay(act.now))}
      roles={rolesFor(event, roles, vocabularyDay(event, act.now))}
      schools={choices}
      questions={questions}
      typed={typed}
      newcomer={newcomer}
      fixedName={act.actor.shared ? act.actor.name : undefined}
      askShared={askShared}
      {...shown}
    />,
    { title: 'Book places for your school', hasProblems: Boolean(shown.problems), back: backTo(event.code) },
  )
}

const newcomerOf = (body: Body): TypedNewcomer => {
  const shared = text(body, 'shared')
  return { name: text(body, 'name'), roleId: text(body, 'roleId'), shared: shared === 'yes' || shared === 'no' ? shared : undefined }
}

/** By field, before anything is written; and whether nothing typed could help. */
const judge = (c: C, ground: NewcomerGround, typed: TypedBooking, form: { name: string; roleId: string; shared: string }) => {
  const { act } = c.var
  const { event, roles, questions, choices, askShared } = ground
  const claim = claimForm.safeParse({ ...form, schoolId: typed.schoolId })
  const { schoolId, ...ofClaim } = claim.success ? {} : problemsOf(claim.error)
  const shared = askShared ? sharedForm.schema.safeParse(form) : undefined
  const most = mostOf(event, ground.schools[0]?.trustName ?? null)
  const read = readAsked(typed, 'school', most, c.var.act.actor.email)
  const problems: Problems = {
    ...(schoolId ? { school: schoolId } : {}),
    ...ofClaim,
    ...(shared && !shared.success ? problemsOf(shared.error) : {}),
    ...(read.ok ? {} : read.problems),
  }
  const asked = read.ok ? read.asked : { delegates: [], unnamed: 1, unnamedOnline: 0, askedBy: '' }
  const answers = typedAnswers(typed, asked)
  const ask = {
    code: event.code,
    schoolId: typed.schoolId,
    formId: typed.formId,
    ...asked,
    acceptsFewer: false,
    termsId: event.termsId ?? undefined,
    // Price and terms are not checked before they are shown.
    paying: event.priceId === null ? undefined : { priceId: event.priceId, seenPence: 0 },
    answers,
  }
  const reason = requestRefusal(act, ask, ground)
  if (reason && hopeless.has(reason)) return { problems, hopeless: reason }
  if (read.ok && reason === 'answers_incomplete') {
    const judged = judgeAnswers(questions, answers, { insist: true })
    if (!judged.ok) Object.assign(problems, judged.problems)
  } else if (read.ok && reason) {
    const meant = rolesFor(event, roles, vocabularyDay(event, act.now)).map((role) => role.id)
    problems[fieldAtFault(reason, typed.rows, meant, [...choices.chosen.map(({ id }) => id), ''], [])] ??= sayRequestRefusal(reason, most)
  }
  return { problems, hopeless: undefined }
}

/** The form is valid: writes who they are and the claim, and goes on to the check page. */
const begin = async (c: C, next: Next) => {
  const body = await c.req.parseBody({ all: true })
  // Pressed twice: the claim exists, so the form goes on as usual.
  if (text(body, 'begin') !== 'yes' || !isNewcomer(c.var.act)) return next()
  const typed = readTyped(body)
  typed.formId ||= newId(c.var.act.now)
  const newcomer = newcomerOf(body)
  const ground = await groundFor(c, typed, schoolWordsIn(body))
  const action = text(body, 'action') || 'check'
  const [, verb, number] = action.match(/^(remove|represent)-(\d+)$/) ?? []
  if (verb === 'remove') {
    const rows = typed.rows.filter((_, index) => index + 1 !== Number(number))
    const left = { ...ground, choices: withoutWords(ground.choices) }
    return showForm(c, left, { ...typed, rows: rows.length > 0 ? rows : [emptyRow()] }, newcomer, { openAt: nextTo(number, rows) })
  }
  if (verb === 'represent') return showForm(c, ground, typed, newcomer, { moreSchoolsAt: Number(number), openAt: Number(number) })
  if (action === 'add' && typed.rows.length < mostDelegates)
    return showForm(c, ground, { ...typed, rows: [...typed.rows, emptyRow()] }, newcomer, { openAt: typed.rows.length + 1 })
  const { finding } = ground.choices
  if (finding) {
    if (finding.problems) c.status(422)
    return showForm(c, ground, typed, newcomer, { problems: finding.problems })
  }
  const act = requireAccount(c.var.act)
  const name = act.actor.shared ? (act.actor.name ?? '') : (newcomer.name ?? '')
  const form = { name, roleId: newcomer.roleId, shared: newcomer.shared ?? '' }
  const judged = judge(c, ground, typed, form)
  if (judged.hopeless) {
    c.status(409)
    const title = 'You cannot ask for places now'
    return c.render(<CannotRequestPage event={ground.event} reason={judged.hopeless} />, { title, back: backTo(ground.event.code) })
  }
  const showProblems = (problems: Problems, status: 409 | 422 = 422) => {
    c.status(status)
    return showForm(c, ground, { ...typed, rows: rowsFor(typed) }, newcomer, { problems })
  }
  if (Object.keys(judged.problems).length > 0) return showProblems(judged.problems)
  const shared = sharedForm.schema.safeParse(form)
  if (ground.askShared && shared.success) {
    const said = await sayWhetherShared(act, { ...shared.data, signInId: c.var.signInId ?? '' })
    if (!said.ok) return showProblems({ name: goneMeanwhile }, 409)
    await readActorAgain(c)
  }
  const claim = claimForm.parse({ ...form, schoolId: typed.schoolId })
  const claimed = await claimSchool(requireAccount(c.var.act), { ...claim, council: c.var.council })
  if (!claimed.ok && claimed.reason !== 'already_claimed') {
    const { field, says } = claimRefusals[claimed.reason]
    return showProblems({ [field === 'schoolId' ? 'school' : field]: says }, claimed.reason === 'too_many_waiting' ? 409 : 422)
  }
  await readActorAgain(c)
  return next()
}

/** Reloads the actor after writing who they are. */
const readActorAgain = async (c: C): Promise<void> => {
  const found = await actorOfSignIn(c.env.DB, c.var.signInId ?? '', instant(c.var.act.now))
  if (found) c.set('act', { ...c.var.act, actor: found.actor })
}

/** Where the link of an invitation, which names the school, leads somebody known. */
const pageOfInvited = (c: C, schoolId: string): string => {
  const { actor } = c.var.act
  const isTheirs = [...actor.schoolIds, ...actor.askedSchoolIds].includes(schoolId) || hasRole(actor, 'organiser', 'administrator')
  const school = `school=${encodeURIComponent(schoolId)}`
  return isTheirs ? `/events/${encodeURIComponent(c.req.param('code') ?? '')}/book?${school}` : `/school/claims/new?${school}`
}

/** Somebody without a claim. Mounted at the root, before the request pages it hands on to. */
export const schoolNewcomerPages = new Hono<AppEnv>()
  .get('/events/:code/book', async (c, next) => {
    const { act } = c.var
    const invited = c.req.query('invited') ?? ''
    if (invited !== '' && !isNewcomer(act)) return c.redirect(pageOfInvited(c, invited), 303)
    if (!isNewcomer(act) || c.req.query('school')) return next()
    const before = c.var.typedBefore && bodyFrom(c.var.typedBefore)
    const typed = before ? readTyped(before) : emptyBooking(invited, newId(act.now), 1)
    const ground = await groundFor(c, typed)
    if (invited !== '' && !before && ground.schools.length === 0) throw notFound('school')
    const judged = judge(c, ground, typed, { name: '', roleId: '', shared: '' })
    if (!judged.hopeless && before) return showForm(c, ground, { ...typed, rows: rowsFor(typed) }, newcomerOf(before))
    if (!judged.hopeless) return showForm(c, ground, typed, { name: act.actor.name, roleId: '', shared: undefined })
    const title = 'You cannot ask for places now'
    return c.render(<CannotRequestPage event={ground.event} reason={judged.hopeless} />, { title, back: backTo(ground.event.code) })
  })
  .post('/events/:code/book', begin)
