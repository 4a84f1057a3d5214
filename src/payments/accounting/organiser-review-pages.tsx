import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text, typedOf } from '#base/web/form.ts'
import { atStart, plural } from '#base/words.ts'
import { closePeriod } from '#money/ledger/close-period.ts'
import { decideProposal, withdrawProposal } from '#money/ledger/decide-proposal.ts'
import { kindOfProposal, type Proposal } from '#money/ledger/proposal.ts'
import { settleDispute } from '#money/ledger/settle-dispute.ts'
import { settlingInvoice } from '#payments/invoices/record-payment.ts'
import { askPerson } from '#people/proposals/ask-person.ts'
import { selectAskable, selectIsAsked } from '#people/proposals/asked-store.ts'
import { askRefusals } from '#people/proposals/views/refusals.tsx'
import { selectAbsences } from './absence-store.ts'
import { answerForm, decisionForm, readTicked } from './forms.ts'
import { postAbsences } from './post-absences.ts'
import { mostOdd, type Question, questions, readOdd } from './reconciliation-store.ts'
import { readDispute, readDisputes, readPeriods, readProposal, readProposals } from './review-store.ts'
import { AbsencesPage, PostAbsencesPage } from './views/absences.tsx'
import { ClosePeriodPage, PeriodsPage, ReconciliationPage, sayMonth } from './views/books.tsx'
import { DisputesPage, SettlePage } from './views/disputes.tsx'
import { proposalRefusals } from './views/refusals.tsx'
import { ProposalPage, ProposalsPage } from './views/review.tsx'

type C = Context<AppEnv>
type Problems = Record<string, string>

const writes = (c: C): boolean => hasRole(c.var.act.actor, 'finance', 'administrator')
const back = { href: '/organiser/finance', text: 'Money' }
const base = '/organiser/finance'

const mayRead = (c: C): boolean => hasRole(c.var.act.actor, 'finance', 'organiser', 'administrator')

/** Whether whoever it is was asked to decide on this one. */
const isAsked = (c: C): Promise<boolean> => readNow(c.env.DB, selectIsAsked(c.var.act, 'MoneyProposal', c.req.param('id') ?? ''))

const proposalOf = async (c: C) => {
  const proposal = await readProposal(c.var.act.db, c.req.param('id') ?? '')
  if (!proposal) throw notFound('proposal')
  return proposal
}

const showProposal = async (c: C, note: string, problems?: Problems) => {
  const { act } = c.var
  const [proposal, asked] = await Promise.all([proposalOf(c), isAsked(c)])
  if (!mayRead(c) && !asked && proposal.decidedById !== act.actor.accountId) throw notFound('proposal')
  const own = proposal.proposedById === act.actor.accountId
  const people = own && proposal.state === 'proposed' ? await readNow(act.db, selectAskable(act)) : []
  return c.render(<ProposalPage {...{ proposal, own, people, note, problems }} decides={writes(c) || asked} />, {
    title: 'A second person decides',
    hasProblems: problems !== undefined,
    ...(mayRead(c) ? { back: { href: `${base}/proposals`, text: 'Waiting for a second person' } } : {}),
  })
}

const sayDecided = (decision: 'approve' | 'refuse', { kind }: Proposal): string => {
  if (decision === 'refuse') return 'Refused'
  return kind === 'payment' ? 'Approved. The payment counts now' : 'Approved'
}

const showDispute = async (c: C, answer: string, problems?: Problems) => {
  const dispute = await readDispute(c.var.act.db, c.req.param('id') ?? '')
  if (!dispute) throw notFound('dispute')
  return c.render(<SettlePage dispute={dispute} writes={writes(c)} answer={answer} problems={problems} />, {
    title: 'A charge that a school does not agree with',
    hasProblems: problems !== undefined,
    back: { href: `${base}/disputes`, text: 'Charges that schools do not agree with' },
  })
}

const showAbsences = async (c: C, problems?: Problems) =>
  c.render(<AbsencesPage {...(await readNow(c.var.act.db, selectAbsences(c.var.act.db)))} writes={writes(c)} problems={problems} />, {
    title: 'Charges for not attending',
    hasProblems: problems !== undefined,
    back,
  })

const questionWords: Record<Question, [heading: string, says: string]> = {
  in_favour: ['Bookings that paid more than they owe', 'Pay it back, or leave it for what the payer owes next.'],
  never_told: [
    'Charges that nobody was told of',
    'There was nobody with an address to write to, or it is older than two weeks. They are in no file of recharges.',
  ],
  not_agreed: [
    'Charges that nobody of the school accepted',
    'The booking was made for the school. They are in no file of recharges until somebody of the school accepts the price.',
  ],
  disputed: ['Charges that schools do not agree with', 'They are asked of nobody until that is settled.'],
  on_account: ['Money for no booking yet', 'Put it to a booking at the account of the payer.'],
  invoice_differs: ['Invoices whose state is not what the ledger says', 'Paid there and owed here, or the other way round.'],
  card_without_place: ['Card payments without a place', 'Paid, with no place that is certain, and not paid back in full.'],
  calls_failed: ['Calls to Stripe that failed', 'They are not made again by themselves.'],
}

/** What finance has to review, months, and reconciliation. Mounted at /organiser/finance. */
export const organiserMoneyReviewPages = new Hono<AppEnv>()
  .get('/proposals', async (c) =>
    c.render(<ProposalsPage {...(await readProposals(c.var.act.db))} />, { title: 'Waiting for a second person', back }),
  )
  .get('/proposals/:id', (c) => showProposal(c, ''))
  .post('/proposals/:id', async (c) => {
    if (!writes(c) && !(await isAsked(c))) throw notFound('proposal')
    const body = await c.req.parseBody()
    const { note = '' } = typedOf(body, ['note'])
    const read = decisionForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showProposal(c, note, { note: Object.values(problemsOf(read.error))[0] ?? '' })
    }
    const decided = await decideProposal(c.var.act, { id: c.req.param('id'), ...read.data }, settlingInvoice)
    if (!decided.ok) {
      if (decided.reason === 'no_such_proposal') throw notFound('proposal')
      c.status(decided.reason === 'reason_missing' ? 422 : 409)
      return showProposal(c, note, {
        note: decided.reason === 'reason_missing' ? 'Say why it is refused' : proposalRefusals[decided.reason],
      })
    }
    flash(c, sayDecided(read.data.decision, decided.value))
    return c.redirect(mayRead(c) ? `${base}/proposals` : `${base}/proposals/${decided.value.id}`, 303)
  })
  .post('/proposals/:id/asking', async (c) => {
    const { id, kind } = await proposalOf(c)
    const accountId = text(await c.req.parseBody(), 'person')
    const of = { table: 'MoneyProposal', id, path: `${base}/proposals/${id}` } as const
    const done = await askPerson(c.var.act, of, { accountId, what: kindOfProposal[kind], council: c.var.council })
    if (!done.ok) {
      c.status(409)
      return showProposal(c, '', { person: askRefusals[done.reason] })
    }
    flash(c, 'They get a mail that leads to this page')
    return c.redirect(`${base}/proposals/${id}`, 303)
  })
  .post('/proposals/:id/withdraw', async (c) => {
    const withdrawn = await withdrawProposal(c.var.act, c.req.param('id'))
    if (!withdrawn.ok && withdrawn.reason === 'no_such_proposal') throw notFound('proposal')
    flash(c, withdrawn.ok ? 'It is withdrawn' : proposalRefusals[withdrawn.reason], withdrawn.ok)
    return c.redirect(`${base}/proposals`, 303)
  })

  .get('/absences', (c) => showAbsences(c))
  .post('/absences/check', async (c) => {
    const body = await c.req.parseBody({ all: true })
    const { absences } = await readNow(c.var.act.db, selectAbsences(c.var.act.db))
    const ticked = readTicked(body)
    const chosen = absences.filter(({ id, asked }) => asked === 0 && (body['which'] === 'all' || ticked.includes(id)))
    const first = absences.find(({ asked }) => asked === 0)
    if (chosen.length === 0) {
      c.status(422)
      return showAbsences(c, first ? { [`charge-${first.id}`]: 'Tick the charges to post' } : { 'main-content': 'Nothing is left to post' })
    }
    return c.render(<PostAbsencesPage chosen={chosen} />, {
      title: 'Post charges for not attending',
      back: { href: `${base}/absences`, text: 'Charges for not attending' },
    })
  })
  .post('/absences/post', async (c) => {
    const posted = await postAbsences(c.var.act, readTicked(await c.req.parseBody({ all: true })))
    if (!posted.ok) throw notFound('page')
    const { posted: done, left } = posted.value
    flash(
      c,
      `${atStart(done, 'charge is', 'charges are')} posted${left > 0 ? `. ${left} had changed meanwhile and ${plural(left, 'is', 'are')} not posted` : ''}`,
    )
    return c.redirect(`${base}/absences`, 303)
  })

  .get('/disputes', async (c) =>
    c.render(<DisputesPage {...(await readDisputes(c.var.act.db))} />, { title: 'Charges that schools do not agree with', back }),
  )
  .get('/disputes/:id', (c) => showDispute(c, ''))
  .post('/disputes/:id', async (c) => {
    const body = await c.req.parseBody()
    const { answer = '' } = typedOf(body, ['answer'])
    const read = answerForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showDispute(c, answer, problemsOf(read.error))
    }
    const settled = await settleDispute(c.var.act, { id: c.req.param('id'), answer: read.data.answer })
    if (!settled.ok) {
      if (settled.reason === 'no_such_dispute') throw notFound('dispute')
      flash(c, 'It was settled already')
      return c.redirect(`${base}/disputes`, 303)
    }
    flash(c, 'The charge stands, and whoever booked is sent the reason')
    return c.redirect(`${base}/disputes`, 303)
  })

  .get('/periods', async (c) =>
    c.render(
      <PeriodsPage periods={await readPeriods(c.var.act.db)} thisMonth={londonDay(c.var.act.now).slice(0, 7)} writes={writes(c)} />,
      { title: 'Months', back },
    ),
  )
  .get('/periods/:period{20\\d\\d-\\d\\d}/close', (c) => {
    const period = c.req.param('period')
    const month = Number(period.slice(5))
    if (month < 1 || month > 12 || period >= londonDay(c.var.act.now).slice(0, 7)) throw notFound('month')
    return c.render(<ClosePeriodPage period={period} />, { title: 'Close a month', back: { href: `${base}/periods`, text: 'Months' } })
  })
  .post('/periods/:period{20\\d\\d-\\d\\d}/close', async (c) => {
    const period = c.req.param('period')
    const closed = await closePeriod(c.var.act, period)
    if (!closed.ok && closed.reason !== 'already_closed') throw notFound('month')
    flash(c, closed.ok ? `${sayMonth(period)} is closed` : `${sayMonth(period)} was closed already`, closed.ok)
    return c.redirect(`${base}/periods`, 303)
  })

  .get('/reconciliation', async (c) => {
    const odd = await readOdd(c.var.act.db, c.var.act.now)
    const asked = questions.filter(
      (one) =>
        c.var.act.stripe !== undefined || !['invoice_differs', 'card_without_place', 'calls_failed'].includes(one) || odd[one].length > 0,
    )
    return c.render(
      <ReconciliationPage
        sections={asked.map((one) => ({ heading: questionWords[one][0], says: questionWords[one][1], rows: odd[one] }))}
        most={mostOdd}
      />,
      { title: 'What does not add up', back },
    )
  })
