import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { type ResetWhy, resetWhyWords } from './reset.ts'
import { agreeReset, askReset, type ReleaseReason, type ResetReason, releaseFactor, withdrawReset } from './reset-factors.ts'
import { readReset } from './reset-store.ts'
import { releaseRefusals, resetRefusals } from './views/refusals.tsx'
import { ResetPage } from './views/reset.tsx'

type C = Context<AppEnv>

const isWhy = (value: unknown): value is ResetWhy => typeof value === 'string' && Object.hasOwn(resetWhyWords, value)

const idOf = (c: C): string => c.req.param('id') ?? ''

const factsOr404 = async (c: C) => {
  const facts = await readReset(c.env.DB, idOf(c), c.var.act.now)
  if (!facts) throw notFound('account')
  return facts
}

const show = async (c: C, problems?: Problems) =>
  c.render(<ResetPage id={idOf(c)} {...(await factsOr404(c))} me={requireAccount(c.var.act).actor.accountId} problems={problems} />, {
    title: 'Second factors of an account',
    back: { href: `/organiser/accounts/${idOf(c)}`, text: 'How the account signs in' },
    hasProblems: problems !== undefined,
  })

const answer = (c: C, done: Result<undefined, ResetReason | ReleaseReason>, says: string) => {
  if (!done.ok) {
    if (done.reason === 'not_allowed') throw notFound('page')
    c.status(409)
    return show(c, { reason: { ...resetRefusals, ...releaseRefusals }[done.reason] })
  }
  flash(c, says)
  return c.redirect(`/organiser/accounts/${idOf(c)}/factors`, 303)
}

/** The pending reset shown on the page; without it there is nothing to decide. */
const openOf = async (c: C) => {
  const facts = await factsOr404(c)
  const { reset } = await c.req.parseBody()
  return { facts, open: facts.open?.id === reset ? facts.open : undefined }
}

const gone: Result<undefined, ResetReason> = { ok: false, reason: 'reset_is_decided' }

/**
 * Administrators let a late second factor count, and two of them remove lost ones; mounted at
 * /organiser/accounts.
 */
export const organiserFactorPages = new Hono<AppEnv>()
  .get('/:id/factors', (c) => show(c))

  .post('/:id/factors', async (c) => {
    const { reason } = await c.req.parseBody()
    const facts = await factsOr404(c)
    if (facts.factors === 0) return c.redirect(`/organiser/accounts/${idOf(c)}/factors`, 303)
    if (!isWhy(reason)) {
      c.status(422)
      return show(c, { reason: 'Choose what has happened to them' })
    }
    return answer(
      c,
      await askReset(requireAccount(c.var.act), { accountId: idOf(c), reason }),
      'Another administrator has to agree within a day.',
    )
  })

  .post('/:id/factors/agree', async (c) => {
    const { facts, open } = await openOf(c)
    if (!open) return answer(c, gone, '')
    const done = await agreeReset(requireAccount(c.var.act), { accountId: idOf(c), reset: open, facts, council: c.var.council })
    return answer(c, done, 'The second factors are taken away, and the person is told.')
  })

  .post('/:id/factors/release', async (c) =>
    answer(c, await releaseFactor(requireAccount(c.var.act), idOf(c)), 'Their second factor counts, and what they may do rests no longer.'),
  )

  .post('/:id/factors/withdraw', async (c) => {
    const { open } = await openOf(c)
    return answer(c, open ? await withdrawReset(requireAccount(c.var.act), idOf(c), open) : gone, 'The request is taken back.')
  })
