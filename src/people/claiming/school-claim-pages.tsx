import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { ZodType } from 'zod'
import type { Council } from '#base/council.ts'
import { londonDay } from '#base/dates.ts'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { mailboxUnsaid } from '#people/accounts/mailbox-store.ts'
import { type OwnAct, requireAccount } from '#people/accounts/own-act.ts'
import { nameWhenAsked } from '#people/claims/claim-store.ts'
import { claimForm, trustClaimForm } from '#people/claims/forms.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { noWords, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { readTrustChoices } from '#schools/schools/trust-store.ts'
import { claimSchool } from './claim-school.ts'
import { claimTrust } from './claim-trust.ts'
import { type AskingProps, ClaimFormPage, TrustFormPage } from './views/claim-form.tsx'
import { claimRefusals, trustRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Typed = AskingProps['values']

type Asking<F, T, R extends string> = {
  title: string
  back: { href: string; text: string }
  field: 'schoolId' | 'trustUid'
  choices: typeof readTrustChoices
  show: (props: AskingProps) => Child
  form: ZodType<F>
  claim: (act: OwnAct, ask: F & { council: Council }) => Promise<Result<T, R>>
  refused: Record<R, { field: string; says: string }>
  done: (claimed: T, asked: F) => { says: string; to: string }
}

/** Asking for a school or a trust, which is found by words that are typed in the form itself. */
const asking = <F, T, R extends string>(of: Asking<F, T, R>) => {
  const read = async ({ var: { act, council } }: C, values: Typed, words = noWords) => {
    const chosen = values[of.field]
    const [choices, roles] = await Promise.all([
      of.choices(act.db, council.laCodes, chosen ? [chosen] : [], words),
      rolesOn(act.db, londonDay(act.now)),
    ])
    return { choices, roles }
  }
  const show = async (c: C, values: Typed, problems?: Problems, shown?: Awaited<ReturnType<typeof read>>) => {
    const { actor } = c.var.act
    const { title, back } = of
    const fixedName = actor.shared ? actor.name : undefined
    return c.render(of.show({ ...(shown ?? (await read(c, values))), values, fixedName, problems }), {
      title,
      back,
      hasProblems: problems !== undefined,
    })
  }
  const answer = async (c: C) => {
    const sent = await c.req.parseBody()
    const { actor } = c.var.act
    // From a shared mailbox the one who said who they are asks; nobody asks under another name.
    const body = actor.shared ? { ...sent, name: actor.name } : sent
    const values = typedOf(body, [of.field, 'name', 'roleId'])
    const words = schoolWordsIn(body)
    if (words.toFind.length > 0 || words.pressed) {
      const shown = await read(c, values, words)
      const { finding } = shown.choices
      if (finding?.problems) c.status(422)
      if (finding) return show(c, values, finding.problems, shown)
    }
    const form = of.form.safeParse(body)
    if (!form.success) {
      c.status(422)
      return show(c, values, problemsOf(form.error))
    }
    const claimed = await of.claim(requireAccount(c.var.act), { ...form.data, council: c.var.council })
    if (!claimed.ok) {
      const { field, says } = of.refused[claimed.reason]
      c.status(claimed.reason.startsWith('no_such_') ? 422 : 409)
      return show(c, values, { [field]: says })
    }
    const { says, to } = of.done(claimed.value, form.data)
    flash(c, says)
    return c.redirect(to, 303)
  }
  return { show, answer }
}

const requested = 'The council has your request. You will get an email when it has been decided.'

const ofSchool = asking({
  title: 'Ask to act for a school',
  back: { href: '/account', text: 'Your account' },
  field: 'schoolId',
  choices: readSchoolChoices,
  show: ClaimFormPage,
  form: claimForm,
  claim: claimSchool,
  refused: claimRefusals,
  done: ({ approved, mailboxAsked }, { schoolId }) => {
    if (approved) return { says: 'You can now act for the school.', to: `/school/${schoolId}` }
    const asked =
      'The council has your request, and the school’s own mailbox is asked about it. You will get an email when it has been decided.'
    return { says: mailboxAsked ? asked : requested, to: '/account' }
  },
})

const ofTrust = asking({
  title: 'Ask to act for a trust',
  back: { href: '/school/claims/new', text: 'Ask for one school' },
  field: 'trustUid',
  choices: readTrustChoices,
  show: TrustFormPage,
  form: trustClaimForm,
  claim: claimTrust,
  refused: trustRefusals,
  done: () => ({ says: requested, to: '/account' }),
})

export const schoolClaimPages = new Hono<AppEnv>()
  .get('/school/claims/new', async (c) => {
    const act = requireAccount(c.var.act)
    const { actor } = act
    if (await mailboxUnsaid(act))
      return c.redirect(`/account/mailbox?next=${encodeURIComponent(`/school/claims/new${new URL(c.req.url).search}`)}`, 303)
    const schoolId = c.req.query('school')
    const name = actor.name ?? (schoolId && !actor.shared ? await nameWhenAsked(act.db, actor.accountId, schoolId) : undefined)
    return (c.req.query('for') === 'trust' ? ofTrust : ofSchool).show(c, { name, schoolId })
  })
  .get('/school/claims', (c) => c.redirect('/school/claims/new', 303))
  .post('/school/claims', ofSchool.answer)
  .post('/school/claims/trust', ofTrust.answer)
