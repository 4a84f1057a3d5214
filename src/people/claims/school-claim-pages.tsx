import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sayUntil } from '#base/limits/limit.ts'
import { refused } from '#base/log/refusal.ts'
import { looksShared } from '#base/mailbox.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, problemsOf, typedOf } from '#base/web/form.ts'
import { readMailbox } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { noWords, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { askMailbox } from './ask-mailbox.ts'
import { claimSchool } from './claim-school.ts'
import { nameWhenAsked, readClaimForm, readTrustForm } from './claim-store.ts'
import { claimTrust } from './claim-trust.ts'
import { claimForm, trustClaimForm } from './forms.ts'
import { ClaimFormPage, type ClaimFormValues, MailboxNotAskedPage, TrustFormPage } from './views/claim-form.tsx'
import { claimRefusals, trustRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const back = { href: '/account', text: 'Your account' }

const claimFormFor = ({ var: { act, council } }: C, { schoolId }: ClaimFormValues, words = noWords) =>
  readClaimForm(act.db, council.laCodes, londonDay(act.now), schoolId, words)

const showClaimForm = async (
  c: C,
  values: ClaimFormValues,
  problems?: Record<string, string>,
  form?: Awaited<ReturnType<typeof claimFormFor>>,
) => {
  const { act } = c.var
  const { schools, roles } = form ?? (await claimFormFor(c, values))
  const fixedName = act.actor.shared ? act.actor.name : undefined
  return c.render(<ClaimFormPage schools={schools} roles={roles} values={values} fixedName={fixedName} problems={problems} />, {
    title: 'Ask to act for a school',
    back,
    hasProblems: problems !== undefined,
  })
}

const trustFormFor = ({ var: { act, council } }: C, { trustUid }: ClaimFormValues, words = noWords) =>
  readTrustForm(act.db, council.laCodes, londonDay(act.now), trustUid, words)

const showTrustForm = async (
  c: C,
  values: ClaimFormValues,
  problems?: Record<string, string>,
  form?: Awaited<ReturnType<typeof trustFormFor>>,
) => {
  const { act } = c.var
  const { trusts, roles } = form ?? (await trustFormFor(c, values))
  const fixedName = act.actor.shared ? act.actor.name : undefined
  return c.render(<TrustFormPage trusts={trusts} roles={roles} values={values} fixedName={fixedName} problems={problems} />, {
    title: 'Ask to act for a trust',
    back: { href: '/school/claims/new', text: 'Ask for one school' },
    hasProblems: problems !== undefined,
  })
}

/** From a shared mailbox the one who said who they are asks; nobody asks under another name. */
const withName = (c: C, form: Body): Body => (c.var.act.actor.shared ? { ...form, name: c.var.act.actor.name } : form)

/** Claiming a school, or all of a trust's. */
export const schoolClaimPages = new Hono<AppEnv>()
  .get('/school/claims/new', async (c) => {
    const { actor } = requireAccount(c.var.act)
    if (looksShared(actor.email) && !actor.shared && !(await readMailbox(c.env.DB, actor.accountId)).said)
      return c.redirect(`/account/mailbox?next=${encodeURIComponent(`/school/claims/new${new URL(c.req.url).search}`)}`, 303)
    const schoolId = c.req.query('school')
    const known = actor.name ?? (schoolId && !actor.shared ? await nameWhenAsked(c.env.DB, actor.accountId, schoolId) : undefined)
    const values = { name: known, schoolId }
    return c.req.query('for') === 'trust' ? showTrustForm(c, values) : showClaimForm(c, values)
  })

  .get('/school/claims', (c) => c.redirect('/school/claims/new', 303))
  .post('/school/claims', async (c) => {
    const form = withName(c, await c.req.parseBody())
    const values = typedOf(form, ['schoolId', 'name', 'roleId'])
    const words = schoolWordsIn(form)
    if (words.toFind.length > 0 || words.pressed) {
      const shown = await claimFormFor(c, values, words)
      const { finding } = shown.schools
      if (finding?.problems) c.status(422)
      if (finding) return showClaimForm(c, values, finding.problems, shown)
    }
    const read = claimForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showClaimForm(c, values, problemsOf(read.error))
    }
    const claimed = await claimSchool(requireAccount(c.var.act), { ...read.data, council: c.var.council })
    if (!claimed.ok) {
      const { field, says } = claimRefusals[claimed.reason]
      c.status(claimed.reason === 'no_such_school' || claimed.reason === 'no_such_role' ? 422 : 409)
      return showClaimForm(c, values, { [field]: says })
    }
    const { approved, mailboxAsked } = claimed.value
    flash(
      c,
      approved
        ? 'You can now act for the school.'
        : mailboxAsked
          ? 'The council has your request, and the school’s own mailbox is asked about it. You will get an email when it has been decided.'
          : 'The council has your request. You will get an email when it has been decided.',
    )
    return c.redirect(approved ? `/school/${read.data.schoolId}` : '/account', 303)
  })

  .post('/school/claims/trust', async (c) => {
    const form = withName(c, await c.req.parseBody())
    const values = typedOf(form, ['trustUid', 'name', 'roleId'])
    const words = schoolWordsIn(form)
    if (words.toFind.length > 0 || words.pressed) {
      const shown = await trustFormFor(c, values, words)
      const { finding } = shown.trusts
      if (finding?.problems) c.status(422)
      if (finding) return showTrustForm(c, values, finding.problems, shown)
    }
    const read = trustClaimForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showTrustForm(c, values, problemsOf(read.error))
    }
    const claimed = await claimTrust(requireAccount(c.var.act), { ...read.data, council: c.var.council })
    if (!claimed.ok) {
      const { field, says } = trustRefusals[claimed.reason]
      c.status(claimed.reason === 'no_such_trust' || claimed.reason === 'no_such_role' ? 422 : 409)
      return showTrustForm(c, values, { [field]: says })
    }
    flash(c, 'The council has your request. You will get an email when it has been decided.')
    return c.redirect('/account', 303)
  })

  .post('/school/claims/:id/mailbox', async (c) => {
    const asked = await askMailbox(requireAccount(c.var.act), { claimId: c.req.param('id') })
    if (!asked.ok) {
      if (asked.reason === 'no_such_claim') throw notFound('claim')
      c.status(409)
      if (asked.reason === 'link_not_yet') refused(c.var.act, asked.reason)
      const again = asked.reason === 'link_not_yet' ? sayUntil(asked.until, c.var.act.now) : ''
      return c.render(<MailboxNotAskedPage reason={asked.reason} again={again} />, { title: 'Nothing was sent', back })
    }
    flash(c, 'The school’s own mailbox is sent a question about you, within an hour if it has just had one.')
    return c.redirect('/account', 303)
  })
