import { Hono } from 'hono'
import { mapped, readNow } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { decided } from '#people/claiming/views/refusals.tsx'
import { UnlistedClaimSummary, UnlistedDecisionFields } from '#people/claiming/views/unlisted-claims.tsx'
import { unlistedDecisionForm } from '#people/claims/forms.ts'
import { askedFacts, type UnlistedGround } from '#people/claims/unlisted-claim.ts'
import { selectUnlistedClaim } from '#people/claims/unlisted-claim-store.ts'
import { selectLikely } from '#schools/schools/outside-store.ts'
import { decideUnlistedClaim } from './decide-unlisted-claim.ts'
import { decisionButtons } from './views/claims.tsx'
import { decideUnlistedRefusals } from './views/refusals.tsx'

const readClaim = ({ db, part }: Asked) =>
  mapped(selectUnlistedClaim(db, part('id')), (claim): UnlistedGround | undefined => claim && { claim })

const decide = press({
  at: '/claims/unlisted/:id',
  read: readClaim,
  form: (_, ground) => unlistedDecisionForm(ground),
  filled: ({ claim }) => askedFacts(claim),
  hidden: ({ likely = [] }) => (likely.length > 0 ? {} : { school: 'new' }),
  shape: (fields, { likely = [] }) => <UnlistedDecisionFields fields={fields} likely={likely} />,
  button: [decisionButtons.approve, decisionButtons.refuse],
  act: (act, decision, { part, council }) => decideUnlistedClaim(act, { claimId: part('id'), decision, council }),
  refused: decideUnlistedRefusals,
  done: ({ values }) => decided['reason' in values ? 'refuse' : 'approve'],
  to: '/organiser/claims',
})

const claimPage = page({
  at: '/claims/unlisted/:id',
  read: readClaim,
  also: async ({ db }, { claim }) => ({ likely: await readNow(db, selectLikely(db, claim.name, claim.postcode)) }),
  title: ({ claim }) => `Booking for ${claim.name}`,
  back: { href: '/organiser/claims', text: 'Requests' },
  presses: { decide },
  show: (ground, forms, { act }) => (
    <UnlistedClaimSummary claim={ground.claim} accountId={act.actor.accountId} form={forms.decide(ground)} />
  ),
})

/** The council's decisions on unlisted settings. Mounted at /organiser. */
export const organiserUnlistedPages = withPages(new Hono<AppEnv>(), claimPage)
