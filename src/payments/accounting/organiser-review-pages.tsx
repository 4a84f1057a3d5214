import { Hono } from 'hono'
import { type Act, hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { given, type Read, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { atStart, plural } from '#base/words.ts'
import { closePeriod } from '#money/ledger/close-period.ts'
import { decideProposal, withdrawProposal } from '#money/ledger/decide-proposal.ts'
import { kindOfProposal, type ListedProposal } from '#money/ledger/proposal.ts'
import { settleDispute } from '#money/ledger/settle-dispute.ts'
import { settlingInvoice } from '#payments/invoices/record-payment.ts'
import { askPerson } from '#people/proposals/ask-person.ts'
import { selectAskable, selectIsAsked } from '#people/proposals/asked-store.ts'
import { askForm } from '#people/proposals/forms.ts'
import type { Askable } from '#people/proposals/proposal.ts'
import { askRefusals } from '#people/proposals/views/refusals.tsx'
import { selectAbsences } from './absence-store.ts'
import { absencesForm, answerForm, decisionForm } from './forms.ts'
import { postAbsences } from './post-absences.ts'
import { type OddRow, type Question, questions } from './reconciliation.ts'
import { mostOdd, selectOdd } from './reconciliation-store.ts'
import { selectDispute, selectDisputes, selectPeriods, selectProposal, selectProposals } from './review-store.ts'
import { AbsencesPage, AbsenceTables, PostAbsencesPage } from './views/absences.tsx'
import { PeriodsPage, ReconciliationPage, sayMonth } from './views/books.tsx'
import { DisputesPage, SettlePage } from './views/disputes.tsx'
import { decideRefusals, settleRefusals, withdrawRefusals } from './views/refusals.tsx'
import { ProposalPage, ProposalsPage, sayApproving, titleOfProposal } from './views/review.tsx'

const back = { href: '/organiser/finance', text: 'Money' }
const toProposals = { href: '/organiser/finance/proposals', text: 'Waiting for a second person' }
const toAbsences = { href: '/organiser/finance/absences', text: 'Charges for not attending' }
const toDisputes = { href: '/organiser/finance/disputes', text: 'Charges that schools do not agree with' }
const toPeriods = { href: '/organiser/finance/periods', text: 'Months' }

const writes = ({ actor }: Act): boolean => hasRole(actor, 'finance', 'administrator')
const reads = (act: Act): boolean => writes(act) || hasRole(act.actor, 'organiser')

const proposals = page({
  at: '/proposals',
  read: ({ db }) => selectProposals(db),
  title: toProposals.text,
  back,
  wide: true,
  show: (found) => <ProposalsPage {...found} />,
})

const proposalPath = ({ part }: Asked): string => `${toProposals.href}/${part('id')}`

const decide = press({
  at: '/proposals/:id',
  form: decisionForm,
  button: [
    { text: 'Approve', name: 'decision', value: 'approve' },
    { text: 'Refuse', name: 'decision', value: 'refuse', kind: 'secondary' },
  ],
  act: async (act, values, { part }) => {
    const decided = await decideProposal(act, { id: part('id'), ...values }, settlingInvoice)
    return decided.ok ? ok({ ...decided.value, isListed: reads(act) }) : decided
  },
  refused: decideRefusals,
  done: ({ values }, { kind }) => {
    if (values.decision === 'refuse') return 'Refused'
    return kind === 'payment' ? 'Approved. The payment counts now' : 'Approved'
  },
  to: (asked, decided) => (decided?.isListed ? toProposals.href : proposalPath(asked)),
})

/** `people`: whom its proposer can ask, on the page. */
type Asking = ListedProposal & { people?: readonly Askable[] }

const readProposal = ({ db, part }: Asked): Read<Asking | undefined> => selectProposal(db, part('id'))

const ask = press({
  at: '/proposals/:id/asking',
  read: readProposal,
  form: (_, { people = [] }) => askForm(people),
  filled: ({ askedId }) => ({ person: askedId ?? undefined }),
  button: [{ text: 'Ask them by mail', kind: 'secondary' }],
  act: (act, { person: accountId }, { subject: { id, kind }, council }) => {
    const path = `${toProposals.href}/${id}`
    return askPerson(act, { table: 'MoneyProposal', id, path }, { accountId, what: kindOfProposal[kind], council })
  },
  refused: askRefusals,
  done: 'They get a mail that leads to this page',
  to: proposalPath,
})

const withdraw = press({
  at: '/proposals/:id/withdraw',
  button: [{ text: 'Withdraw what I asked for', kind: 'secondary' }],
  act: (act, _, { part }) => withdrawProposal(act, part('id')),
  refused: withdrawRefusals,
  done: 'It is withdrawn',
  to: toProposals.href,
})

const proposal = page({
  at: '/proposals/:id',
  read: readProposal,
  also: async (act, { id, state, proposedById, decidedById }) => {
    const own = proposedById === act.actor.accountId
    const { asked, people } = await readTogether(act.db, {
      asked: selectIsAsked(act, 'MoneyProposal', id),
      people: own && state === 'proposed' ? selectAskable(act) : given([]),
    })
    if (!reads(act) && !asked && decidedById !== act.actor.accountId) throw notFound('proposal')
    return { own, people, decides: writes(act) || asked, isListed: reads(act) }
  },
  title: 'A second person decides',
  heading: titleOfProposal,
  back: ({ isListed }) => (isListed ? toProposals : { href: '/organiser/proposals', text: 'For a second person' }),
  presses: { decide, ask, withdraw },
  show: ({ own, decides, people, ...of }, forms) => (
    <ProposalPage
      proposal={of}
      form={
        own ? (
          <>
            <P>You asked for this, so somebody else must decide.</P>
            {forms.withdraw()}
            {people.length > 0 ? forms.ask({ ...of, people }) : null}
          </>
        ) : decides ? (
          <>
            <P>{sayApproving(of)}</P>
            {forms.decide()}
          </>
        ) : (
          <P>Finance decides this.</P>
        )
      }
    />
  ),
})

const check = press({
  at: '/absences/check',
  read: ({ db }) => selectAbsences(db),
  form: absencesForm,
  shape: (_, absences) => <AbsenceTables {...absences} writes />,
  button: [
    { text: 'Post those chosen', name: 'which', value: 'chosen' },
    { text: 'Post all that are shown', name: 'which', value: 'all', kind: 'secondary' },
  ],
  act: async (_, { charge, which }, { subject, c }) => {
    const open = subject.absences.filter(({ asked }) => asked === 0)
    const chosen = open.filter(({ id }) => which === 'all' || charge.includes(id))
    if (chosen.length > 0)
      return c.render(<PostAbsencesPage chosen={chosen} />, { title: 'Post charges for not attending', back: toAbsences })
    const field = `charge-${open[0]?.id}`
    return { ok: false, refusal: open[0] ? { field, says: 'Tick the charges to post', status: 422 } : 'Nothing is left to post' }
  },
  refused: {},
  to: toAbsences.href,
})

const post = press({
  at: '/absences/post',
  form: absencesForm,
  button: 'Post them',
  act: (act, { charge }) => postAbsences(act, charge),
  refused: { not_finance: gone },
  done: (_, { posted, left }) => {
    const changed = left > 0 ? `. ${left} had changed meanwhile and ${plural(left, 'is', 'are')} not posted` : ''
    return `${atStart(posted, 'charge is', 'charges are')} posted${changed}`
  },
  to: toAbsences.href,
})

const absences = page({
  at: '/absences',
  read: ({ db }) => selectAbsences(db),
  title: toAbsences.text,
  back,
  wide: true,
  presses: { check, post },
  show: (found, forms) => <AbsencesPage {...found} form={forms.check(found)} />,
})

const disputes = page({
  at: '/disputes',
  read: ({ db }) => selectDisputes(db),
  title: toDisputes.text,
  back,
  wide: true,
  show: (found) => <DisputesPage {...found} />,
})

const settle = press({
  at: '/disputes/:id',
  form: answerForm,
  button: 'The charge is right',
  act: (act, { answer }, { part }) => settleDispute(act, { id: part('id'), answer }),
  refused: settleRefusals,
  done: 'The charge is right, and the person who booked is sent the reason',
  to: toDisputes.href,
})

const dispute = page({
  at: '/disputes/:id',
  read: ({ db, part }) => selectDispute(db, part('id')),
  title: 'A charge that a school does not agree with',
  heading: ({ school }) => `${school} does not agree with a charge`,
  back: toDisputes,
  presses: { settle },
  show: (found, forms) => <SettlePage dispute={found} form={found.outcome === null ? forms.settle() : null} />,
})

const periods = page({
  at: '/periods',
  read: ({ db }) => together({ periods: selectPeriods(db) }),
  title: toPeriods.text,
  back,
  wide: true,
  show: (found, _, { act }) => <PeriodsPage {...found} thisMonth={londonDay(act.now).slice(0, 7)} writes={writes(act)} />,
})

const closeMonth = question({
  at: '/periods/:period{20\\d\\d-(0[1-9]|1[0-2])}/close',
  read: ({ now, part }) => given(part('period') < londonDay(now).slice(0, 7) ? { month: sayMonth(part('period')) } : undefined),
  title: 'Close a month',
  heading: ({ month }) => `Close ${month}?`,
  back: toPeriods,
  above: ({ month }) => (
    <P>
      Every month up to {month} is closed with it, and none can be opened again. Whatever is posted from now on belongs to a later month.
    </P>
  ),
  button: ({ month }) => [{ text: `Close ${month}`, kind: 'warning' }],
  or: { ...toPeriods, text: 'Not now' },
  act: (act, _, { part }) => closePeriod(act, part('period')),
  refused: { already_closed: { after: 'It was closed already' }, no_such_month: gone, not_over: gone, not_finance: gone },
  done: ({ subject: { month } }) => `${month} is closed`,
  to: toPeriods.href,
})

/** Every question; those about Stripe only where it is on, or where they find something. */
const sectionsOf = (odd: Record<Question, OddRow[]>, withStripe: boolean) =>
  (Object.keys(questions) as Question[])
    .map((question) => ({ question, rows: odd[question] }))
    .filter(({ question, rows }) => withStripe || !('ofStripe' in questions[question]) || rows.length > 0)

const reconciliation = page({
  at: '/reconciliation',
  read: ({ db, now }) => selectOdd(db, now),
  title: 'What does not add up',
  back,
  wide: true,
  show: (odd, _, { act: { stripe } }) => <ReconciliationPage sections={sectionsOf(odd, stripe !== undefined)} most={mostOdd} />,
})

/** What finance has to review, months, and reconciliation. Mounted at /organiser/finance. */
export const organiserMoneyReviewPages = withPages(
  new Hono<AppEnv>(),
  proposals,
  proposal,
  absences,
  disputes,
  dispute,
  periods,
  closeMonth,
  reconciliation,
)
