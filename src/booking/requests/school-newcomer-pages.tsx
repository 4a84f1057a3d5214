import { type Context, Hono } from 'hono'
import { hasRole, whoBooks } from '#base/act.ts'
import { instant, secondsUntil } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId, sha256 } from '#base/id.ts'
import { refuse } from '#base/result.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, text } from '#base/web/form.ts'
import { signInFirst } from '#base/web/guard.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { emptyBooking, readTypedBefore } from '#booking/placing/forms.ts'
import { sendBooking } from '#booking/placing/school-book-pages.tsx'
import { canSend } from '#messages/outbox/deliver.ts'
import { goneMeanwhile } from '#people/accounts/mailbox.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { claimSchool } from '#people/claiming/claim-school.ts'
import { claimRefusals } from '#people/claiming/views/refusals.tsx'
import { claimForm } from '#people/claims/forms.ts'
import { sayWhetherShared } from '#people/own-account/name-acting-person.ts'
import { enterCode } from '#people/sign-in/enter-code.ts'
import { codeForm, sharedForm } from '#people/sign-in/forms.ts'
import { forgetSent, keepUntilCode, typedBeforeCode } from '#people/sign-in/kept-form-session.ts'
import { codeAsked } from '#people/sign-in/public-pages.tsx'
import { sendSignInCode } from '#people/sign-in/send-sign-in-code.ts'
import { codeCookie, knownCookie, letIn, signInToken, signingIn } from '#people/sign-in/session.ts'
import { sayNetworkRefusal, sayNetworkWaits } from '#people/sign-in/sign-in.ts'
import { actorOfSignIn } from '#people/sign-in/store.ts'
import { codeNotSent, codeRefusals } from '#people/sign-in/views/refusals.tsx'
import { EnterCode } from '#people/sign-in/views/sign-in.tsx'
import { cannotAsk, groundFor, isUnknown, judge, newcomerOf, readForm, showForm, withProblems } from './school-newcomer-form-pages.tsx'
import { sendRequest } from './school-request-pages.tsx'

type C = Context<AppEnv>

/** Has claimed no school yet, and is no organiser. */
const isNewcomer = ({ actor }: C['var']['act']): boolean =>
  [...actor.schoolIds, ...actor.viewedSchoolIds, ...actor.askedSchoolIds].length === 0 && !hasRole(actor, 'organiser', 'administrator')

const isTheirs = ({ actor }: C['var']['act'], schoolId: string): boolean =>
  [...actor.schoolIds, ...actor.viewedSchoolIds, ...actor.askedSchoolIds].includes(schoolId) || hasRole(actor, 'organiser', 'administrator')

/** To the form that asks the school, for whoever acts for it and may not book. */
const askInstead = (c: C, schoolId: string | undefined): Response | undefined => {
  const { schoolIds, viewedSchoolIds, askedSchoolIds, roles } = c.var.act.actor
  const only = schoolIds.length + askedSchoolIds.length + roles.length === 0 ? viewedSchoolIds[0] : undefined
  const school = viewedSchoolIds.find((id) => id === schoolId) ?? (schoolId ? undefined : only)
  return school === undefined ? undefined : c.redirect(`/events/${c.req.param('code')}/ask?school=${school}`, 303)
}

/** Mails a code to somebody we do not know, and keeps what they typed until they enter it. */
const sendCode = async (c: C, body: Body) => {
  const { act, council } = c.var
  const read = await readForm(c, body)
  if (read instanceof Response) return read
  if (!canSend(c.env)) return withProblems(c, read, { email: codeNotSent }, 503)
  const page = `/events/${read.ground.event.code}/book`
  const { email } = read.form
  const ask = { email, next: page, network: clientAddress(c), knownToken: knownCookie.read(c) }
  const sent = await sendSignInCode(c.env, act, council, ask)
  if (!sent.ok) {
    c.header('retry-after', secondsUntil(sent.until, act.now))
    return withProblems(c, read, { email: sayNetworkRefusal(sent, act.now) }, 429)
  }
  const { browserToken, waits } = sent.value
  codeCookie.set(c, browserToken)
  await keepUntilCode(c, browserToken, page, { ...body, formId: read.typed.formId, action: 'book' })
  if (waits) flash(c, sayNetworkWaits(waits, act.now))
  return c.redirect(`${page}/code?sent`, 303)
}

/**
 * Writes who they are and the claim; undefined: the form goes on as that of a request or booking.
 */
const begin = async (c: C, body: Body): Promise<Response | undefined> => {
  // Pressed twice: the claim exists, so the form goes on as usual.
  if (text(body, 'begin') !== 'yes' || isTheirs(c.var.act, text(body, 'school'))) return undefined
  const read = await readForm(c, body)
  if (read instanceof Response) return read
  const { ground, typed, form } = read
  const act = requireAccount(c.var.act)
  const shared = sharedForm.schema.safeParse(form)
  if (ground.askShared && shared.success) {
    const said = await sayWhetherShared(act, { ...shared.data, signInId: c.var.signInId ?? '' })
    if (!said.ok) return withProblems(c, read, { name: goneMeanwhile }, 409)
    await readActorAgain(c)
  }
  const claim = claimForm.parse({ ...form, schoolId: typed.schoolId })
  const claimed = await claimSchool(requireAccount(c.var.act), { ...claim, council: c.var.council })
  if (!claimed.ok && claimed.reason !== 'already_claimed') {
    const { field, says } = claimRefusals[claimed.reason]
    const status = claimed.reason === 'too_many_waiting' ? 409 : 422
    return withProblems(c, read, { [field === 'schoolId' ? 'school' : field]: says }, status)
  }
  await readActorAgain(c)
  return undefined
}

/** Reloads the actor after writing who they are. */
const readActorAgain = async (c: C, signInId = c.var.signInId ?? ''): Promise<void> => {
  const found = await actorOfSignIn(c.env.DB, signInId, instant(c.var.act.now))
  if (!found) return
  c.set('signInId', signInId)
  c.set('act', { ...c.var.act, actor: whoBooks(found.actor) })
}

/** Where the link of an invitation, which names the school, leads somebody known. */
const pageOfInvited = (c: C, schoolId: string): string => {
  const school = `school=${encodeURIComponent(schoolId)}`
  const isOwn = isTheirs(c.var.act, schoolId)
  return isOwn ? `/events/${encodeURIComponent(c.req.param('code') ?? '')}/book?${school}` : `/school/claims/new?${school}`
}

/** What is known once they have begun: who they are, and how they found their school. */
const ofNewcomer: ReadonlySet<string> = new Set(['begin', 'email', 'name', 'roleId', 'shared', 'school-words', 'school-seen'])

const ofBooking = (typed: Body): Body => Object.fromEntries(Object.entries(typed).filter(([name]) => !ofNewcomer.has(name)))

const enter = press({
  at: '/events/:code/book/code',
  form: codeForm,
  button: 'Continue',
  act: async (act, { code }, { c, part }) => {
    const page = `/events/${part('code')}/book`
    const typed = await typedBeforeCode(c, page)
    const browserToken = codeCookie.read(c)
    const entered = await enterCode(act, { ...signingIn(c), browserToken, code })
    if (!entered.ok) return entered.reason === 'old_address' ? c.redirect('/sign-in/old-address', 303) : refuse(entered.reason)
    codeCookie.clear(c)
    const path = await letIn(c, entered.value)
    // They show a second factor, or say who they are, first: the form waits.
    if (!typed || path !== page) return c.redirect(path, 303)
    await readActorAgain(c, await sha256(entered.value.token))
    const asking = askInstead(c, text(typed, 'school'))
    if (asking) return asking
    const refused = await begin(c, typed)
    const answer = refused ?? (await sendRequest(c, typed)) ?? (await sendBooking(c, typed))
    if (answer.status === 303) {
      await forgetSent(c, page)
      return answer
    }
    // Reloading a page answered here would send it again: their form shows what they typed.
    if (!refused) await keepUntilCode(c, browserToken ?? '', page, ofBooking(typed))
    return c.redirect(page, 303)
  },
  refused: codeRefusals,
  to: '/',
})

const code = page({
  at: '/events/:code/book/code',
  title: 'Check your email',
  presses: { enter },
  also: async (_, __, { c, part }) => {
    const form = `/events/${part('code')}/book`
    const asked = await codeAsked(c, form)
    if (asked instanceof Response) return asked
    const isKept = (await typedBeforeCode(c, form)) !== undefined
    return { ...asked, next: form, council: c.var.council, again: isKept ? form : undefined }
  },
  show: (subject, forms) => (
    <>
      <P>
        {subject.again
          ? 'What you typed is kept for an hour. Nothing is booked yet.'
          : 'Nothing is booked yet, and what you typed could not be kept: fill in the form again once you have signed in.'}
      </P>
      <EnterCode {...subject} form={forms.enter()} />
    </>
  ),
})

/** Somebody without a claim. Mounted at the root, before the request pages it hands on to. */
export const schoolNewcomerPages = withPages(
  new Hono<AppEnv>()
    .get('/events/:code/book', async (c, next) => {
      const { act } = c.var
      const invited = c.req.query('invited') ?? ''
      // Whoever has signed in here before need not say again who they are.
      const isKnown = signInToken(c) || knownCookie.read(c) || c.req.query('school')
      if (isUnknown(c) && isKnown) return signInFirst(c)
      const asking = askInstead(c, c.req.query('school') || invited)
      if (asking) return asking
      if (invited !== '' && !isNewcomer(act)) return c.redirect(pageOfInvited(c, invited), 303)
      if (!isNewcomer(act) || c.req.query('school')) return next()
      const page = `/events/${c.req.param('code')}/book`
      const before = isUnknown(c) ? await typedBeforeCode(c, page) : c.var.typedBefore && bodyFrom(c.var.typedBefore)
      const typed = before ? readTypedBefore(before) : emptyBooking(invited, newId(act.now), 1)
      const ground = await groundFor(c, typed)
      if (invited !== '' && !before && ground.schools.length === 0) throw notFound('school')
      const judged = judge(c, ground, typed, { email: '', name: '', roleId: '', shared: '' })
      if (judged.hopeless) return cannotAsk(c, ground, judged.hopeless)
      return showForm(c, ground, typed, before ? newcomerOf(before) : { name: act.actor.name, roleId: '', shared: undefined })
    })
    .post('/events/:code/book', async (c, next) => {
      const body = await c.req.parseBody({ all: true })
      if (isUnknown(c)) return signInToken(c) ? signInFirst(c) : sendCode(c, body)
      return (await begin(c, body)) ?? next()
    }),
  code,
)
