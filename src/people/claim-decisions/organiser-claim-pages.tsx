import { Hono } from 'hono'
import { sayInstant } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, NameAndAddress } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { decided, rightRefusals } from '#people/claiming/views/refusals.tsx'
import { setRight } from '#people/claiming/vouch-colleague.ts'
import { claimStates, type Decision, decidedThrough } from '#people/claims/claim.ts'
import { decidedRows, selectClaim, selectQueue } from '#people/claims/claim-store.ts'
import { decisionForm } from '#people/claims/forms.ts'
import type { TrustGround } from '#people/claims/trust-claim.ts'
import { selectTrustGround } from '#people/claims/trust-claim-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { decideClaim } from './decide-claim.ts'
import { decideTrustClaim } from './decide-trust-claim.ts'
import { type AskedDecision, ClaimQueue, ClaimSummary, decisionButtons, EndLink, WhoAskedWhere } from './views/claims.tsx'
import { decideRefusals } from './views/refusals.tsx'
import { TrustClaimSummary } from './views/trust-claims.tsx'

const requests = { href: '/organiser/claims', text: 'Requests' }
const outcome = { refused: decideRefusals, to: requests.href }

const readTrust = ({ db, part }: Asked) => selectTrustGround(db, part('id'))

const decideTrust = press({
  at: '/claims/trust/:id',
  read: readTrust,
  form: (_, { claim }) => decisionForm(claim.state),
  button: ({ claim }: TrustGround) =>
    claim.state === 'approved'
      ? [decisionButtons.end]
      : [{ ...decisionButtons.approve, text: 'Approve for these schools' }, decisionButtons.refuse],
  act: (act, decision, { part, council }) => decideTrustClaim(act, { claimId: part('id'), ...decision, council }),
  ...outcome,
  done: ({ values }) => decided[values.decision],
})

const trust = page({
  at: '/claims/trust/:id',
  read: readTrust,
  title: ({ claim }) => `Booking for the schools of ${claim.trustName}`,
  back: requests,
  presses: { decideTrust },
  show: (ground, forms, { act }) => (
    <TrustClaimSummary {...ground} laCodes={act.laCodes} accountId={act.actor.accountId} form={forms.decideTrust(ground)} />
  ),
})

const readOne = ({ db, part }: Asked) => selectClaim(db, part('id'))

const decide = press({
  at: '/claims/:id',
  read: readOne,
  form: (_, { claim }) => decisionForm(claim.state),
  shape: ({ reason }, { asks }: AskedDecision) => (asks.every((one) => one === 'approve') ? null : reason),
  button: ({ asks, of }: AskedDecision) => asks.map((one) => ({ ...decisionButtons[one], of: of ?? '' })),
  act: (act, decision, { part, council }) => decideClaim(act, { claimId: part('id'), ...decision, council }),
  ...outcome,
  done: ({ values }) => decided[values.decision],
})

const approver = press({
  at: '/claims/:id/approver',
  read: readOne,
  button: [{ text: 'Let them approve colleagues at the school', kind: 'secondary' }],
  act: (act, _, { subject: { claim }, council }) =>
    setRight(act, { schoolId: claim.schoolId, claimId: claim.id, right: 'approver', given: 1, council }),
  refused: rightRefusals,
  done: 'They may now approve colleagues at the school.',
  to: ({ part }) => `${requests.href}/${part('id')}`,
})

/** Where a decision is refused, it shows how the claim stands now. */
const claimPage = page({
  at: '/claims/:id',
  read: readOne,
  title: ({ claim }) => `Booking for ${claim.school.name}`,
  back: requests,
  presses: { decide, approver },
  show: (ground, forms, { act }) => (
    <ClaimSummary {...ground} accountId={act.actor.accountId} decide={forms.decide} approver={forms.approver(ground)} />
  ),
})

const all = list({
  at: '/claims',
  beside: ({ db }) => together({ queue: selectQueue(db) }),
  title: 'Requests to book for a school',
  rows: () => decidedRows,
  of: ['request'],
  tableCaption: ({ queue }) => `Decided: ${queue.decidedCount}`,
  cards: 'flow',
  columns: [
    { name: 'School', cell: ({ id, school }) => <Link href={`${requests.href}/${id}`}>{schoolLabel(school)}</Link> },
    { name: 'Who', cell: ({ name, email }) => <NameAndAddress name={name} email={email} /> },
    {
      name: 'Decided',
      cell: (claim) => (
        <>
          {claimStates[claim.state]} {claim.decidedAt ? sayInstant(claim.decidedAt) : ''} {decidedThrough(claim)}
          {claim.reason ? `: ${claim.reason}` : ''} {claim.state === 'approved' ? <EndLink claim={claim} /> : null}
        </>
      ),
    },
  ],
  presses: { decide },
  above: ({ queue, act }, forms) => <ClaimQueue queue={queue} accountId={act.actor.accountId} decide={forms.decide} />,
})

const end = page({
  at: '/claims/:id/:decision{refuse|end}',
  read: (asked) =>
    mapped(readOne(asked), (found) => {
      const decision: Decision = asked.part('decision') === 'end' ? 'end' : 'refuse'
      return found?.claim.state === (decision === 'end' ? 'approved' : 'requested') ? { ...found, decision } : undefined
    }),
  title: ({ decision }) => (decision === 'refuse' ? 'Refuse this request' : 'End this permission'),
  back: requests,
  presses: { decide },
  show: ({ claim, decision }, forms) => (
    <>
      <WhoAskedWhere claim={claim} />
      {forms.decide({ claim, asks: [decision] })}
    </>
  ),
})

/** The council's decisions on claims. Mounted at /organiser. */
export const organiserClaimPages = withPages(new Hono<AppEnv>(), trust, claimPage, end, all)
