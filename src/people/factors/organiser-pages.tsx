import { Hono } from 'hono'
import { mapped } from '#base/db/read.ts'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { requireAccount } from '#people/accounts/own-act.ts'
import { resetForm } from './forms.ts'
import type { OpenReset } from './reset.ts'
import { agreeReset, askReset, releaseFactor, withdrawReset } from './reset-factors.ts'
import { selectReset } from './reset-store.ts'
import { releaseRefusals, resetRefusals } from './views/refusals.tsx'
import { Reset } from './views/reset.tsx'

const read = ({ db, now, part }: Asked) => mapped(selectReset(db, part('id'), now), (facts) => facts && { ...facts, id: part('id') })
const to = ({ part }: Asked): string => `/organiser/accounts/${part('id')}/factors`

const ask = press({
  at: '/:id/factors',
  read,
  form: resetForm,
  button: 'Ask another administrator',
  act: async (act, { reason }, { subject: { id, factors } }) =>
    factors === 0
      ? { ok: false, refusal: { after: 'There is nothing to take away' } }
      : askReset(requireAccount(act), { accountId: id, reason }),
  refused: resetRefusals,
  done: 'Another administrator has to agree within a day.',
  to,
})

/** Only what was shown is decided. */
const hidden = ({ open }: { open: OpenReset | undefined }) => ({ reset: open?.id })

const agree = press({
  at: '/:id/factors/agree',
  read,
  hidden,
  button: [{ text: 'Agree, and take them away', kind: 'warning' }],
  act: async (act, _, { subject: facts, field, council }) =>
    facts.open?.id === field('reset')
      ? agreeReset(requireAccount(act), { accountId: facts.id, reset: facts.open, facts, council })
      : refuse('reset_is_decided'),
  refused: resetRefusals,
  done: 'The second factors are taken away, and the person is told.',
  to,
})

const withdraw = press({
  at: '/:id/factors/withdraw',
  read,
  hidden,
  button: [{ text: 'Take the request back', kind: 'secondary' }],
  act: async (act, _, { subject: { id, open }, field }) =>
    open?.id === field('reset') ? withdrawReset(requireAccount(act), id, open) : refuse('reset_is_decided'),
  refused: resetRefusals,
  done: 'The request is taken back.',
  to,
})

const release = press({
  at: '/:id/factors/release',
  read,
  button: 'It is theirs: let it count',
  act: (act, _, { subject }) => releaseFactor(requireAccount(act), subject.id),
  refused: releaseRefusals,
  done: 'Their second factor counts, and what they may do rests no longer.',
  to,
})

const reset = page({
  at: '/:id/factors',
  read,
  title: 'Second factors of an account',
  heading: 'Second factors',
  caption: ({ name }) => name ?? 'An account without a name',
  back: ({ id }) => ({ href: `/organiser/accounts/${id}`, text: 'How the account signs in' }),
  presses: { ask, agree, withdraw, release },
  show: (facts, forms, { act }) => <Reset facts={facts} me={act.actor.accountId} forms={forms} />,
})

/** Mounted at /organiser/accounts. */
export const organiserFactorPages = withPages(new Hono<AppEnv>(), reset)
