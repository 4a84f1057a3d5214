// Whatever leaves the service as a file is no longer looked after by it: the log says who took it,
// when, and of which records.

import { expect, it } from 'vitest'
import { app } from '#app.tsx'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { newId } from '#base/id.ts'
import { plainPattern } from '#base/web/route.ts'
import { makeReport } from '#front/answer/make-report.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { pageOf } from '#test/support/declared-page.ts'
import { anAccount, anAct, db, request, rows, tick } from '#test/support/factories.ts'
import { someStripe } from '#test/support/money.ts'
import { add, insert } from '#test/support/rows.ts'
import { aCertificate } from '#test/worker/attendance/certificates/world.ts'
import { aConference } from '#test/worker/booking/workshops/world.ts'
import { aDraft, toSchools } from '#test/worker/correspondence/mailings/world.ts'
import { aDebt } from '#test/worker/payments/finance-files/world.ts'
import { aReturn } from '#test/worker/returns/filling/world.ts'

const staff = await anAccount({ roles: ['administrator', 'organiser', 'finance', 'officer', 'reader'], name: 'Mair Hughes' })
const stripe = { STRIPE_SECRET_KEY: someStripe.secretKey, STRIPE_WEBHOOK_SECRET: someStripe.webhookSecret }

/**
 * Files that name nobody and no school, and hold no money. What a person is given of their own
 * data is tested with `records`.
 */
const harmless = [
  '/open-data/coverage.csv',
  '/open-data/datapackage.json',
  '/guidance/:id/uptake/schools.csv',
  '/guidance/:id/uptake/schools.xlsx',
  '/guidance/:id/uptake/schools.ods',
  '/guidance/:id/uptake/report.xlsx',
  '/guidance/:id/uptake/report.pdf',
  '/coverage/returns/reports/:number/report.pdf',
  '/coverage/returns/reports/:number/report.xlsx',
  '/coverage/returns/reports/:number/report.ods',
  '/coverage/returns/reports/:number/tables.csv',
  '/.well-known/security.txt',
  '/robots.txt',
  '/organiser/schools/contacts-import/template.csv',
  '/organiser/schools/earlier-attendance/template.csv',
  '/organiser/schools/roles-import/template.csv',
  '/organiser/schools/early-years/template.csv',
  '/organiser/finance/invoice-requests/payments/template.csv',
]

/** The three files of a list. */
const ofEach = <T extends { route: string }>(list: T): T[] =>
  ['csv', 'xlsx', 'ods'].map((kind) => ({ ...list, route: `${list.route}.${kind}` }))

/**
 * How each file is asked for: its route, its address, the form if it takes one, and what the log
 * then says was done.
 */
const downloads = async () => {
  const conference = await aConference()
  const debt = await aDebt()
  const asked = await aDebt({ route: 'invoice' })
  const journal = await makeFile(anAct({ actor: staff.actor }), { kind: 'journal', numbers: debt.numbers })
  const requests = await makeFile(anAct({ actor: staff.actor }), { kind: 'invoice_request', numbers: asked.numbers })
  const draft = await aDraft(toSchools())
  const report = await makeReport(anAct({ actor: staff.actor }), {
    ...{ id: newId(tick()), topic: 'online-safety', guidance: '', reported: true },
  })
  const frozen = await freezeReport(anAct({ actor: staff.actor }), {
    id: newId(tick()),
    question: { laCodes: ['884'], on: '2026-02-28', from: '2026-01-01', to: '2026-02-28', topic: undefined, event: undefined },
  })
  const school = await anAccount({ schoolIds: [debt.school.id] })
  const [paid] = await rows<{ number: number }>(`SELECT MAX(number) AS number FROM LedgerLine WHERE kind = 'payment'`)
  const receipt = paid?.number ?? 0
  const [booked] = await rows<{ code: string }>(
    'SELECT e.code FROM Place p JOIN Event e ON e.id = p.eventId WHERE p.schoolId = ?1',
    debt.school.id,
  )
  const trust = await anAccount()
  await add('TrustClaim', {
    id: 'tc',
    accountId: trust.accountId,
    trustUid: 'T4711',
    state: 'approved',
    evidence: 'organiser',
    requestedAt: '2026-03-01T09:00:00.000Z',
    decidedAt: '2026-03-01T09:00:00.000Z',
  })
  const schoolReturn = await aReturn({}, debt.school)
  const dates = { deadlineAt: '2026-01-02T17:00:00.000Z', finalAt: '2026-01-03T17:00:00.000Z' }
  const sent = await aReturn(dates, debt.school)
  await db.batch([
    insert('ReturnSignature', { id: 'signed', returnId: sent.id, byId: school.accountId, at: '2099-01-04T09:00:00.000Z' }),
    insert('ReturnSubmission', { id: 'sent', returnId: sent.id, number: 'R-1', byId: school.accountId, at: '2099-01-04T09:00:00.000Z' }),
  ])
  const { code } = conference.event
  const certificate = await aCertificate()
  const [session] = await rows<{ id: string }>('SELECT id FROM Session WHERE eventId = ?1', conference.event.id)
  const file = (made: typeof journal) => (made.ok ? made.value : made.reason)
  const form = { format: 'csv' }
  return [
    ...ofEach({ route: '/answer/schools', act: 'answer.exported' }),
    ...ofEach({ route: '/coverage/figures', query: '?from=2026-01-01&to=2026-02-28', act: 'coverage_figures.exported' }),
    ...ofEach({ route: '/coverage/frozen/:number/schools', as: [frozen.ok ? frozen.value : 0], act: 'frozen_schools.exported' }),
    ...ofEach({ route: '/coverage/requirements/figures', act: 'standing_figures.exported' }),
    { route: '/coverage/schools.csv', act: 'coverage_schools.exported' },
    ...[
      ['files', 'given.pdf'],
      ['officers', 'schools.csv'],
    ].map(([below, name]) => ({
      ...{ route: `/reports/:number/${below}/:file`, as: [report.ok ? report.value : 0, name ?? ''], act: 'report.exported' },
    })),
    ...ofEach({ route: '/coverage/recommendations', act: 'recommendations.exported' }),
    { route: '/guidance/advice.csv', act: 'advice.exported' },
    { route: '/coverage/sent.csv', act: 'coverage_sent.exported' },
    { route: '/organiser/schools/schools.csv', act: 'schools.exported' },
    { route: '/organiser/chasing/lists/:list/schools.csv', as: ['leads'], act: 'chasing_list.exported' },
    { route: '/organiser/chasing/steps.csv', act: 'chasing_steps.exported' },
    ...ofEach({ route: '/organiser/finance/income/months', act: 'income.exported' }),
    ...ofEach({ route: '/organiser/finance/income/events', act: 'income.exported' }),
    ...ofEach({ route: '/organiser/finance/accounts/:payer/statement', as: [debt.payerId], act: 'statement.exported' }),
    ...ofEach({ route: '/school/:schoolId/money/statement', as: [debt.school.id], by: school, act: 'statement.exported' }),
    { route: '/school/:schoolId/money/receipts/:number/receipt.pdf', as: [debt.school.id, receipt], by: school, act: 'receipt.exported' },
    ...ofEach({ route: '/school/:schoolId/requirements', as: [debt.school.id], by: school, act: 'requirement_standing.exported' }),
    ...ofEach({ route: '/events/:code/people', as: [booked?.code ?? ''], by: school, act: 'coming.exported' }),
    ...ofEach({ route: '/trusts/:trust/schools', as: ['T4711'], by: trust, act: 'trust_grid.exported' }),
    { route: '/c/:number/certificate.pdf', as: [certificate.number], act: 'certificate.exported' },
    { route: '/place/:token/certificate.pdf', as: [certificate.token], act: 'certificate.exported' },
    { route: '/certificate/:token/certificate.pdf', as: [certificate.mailToken], act: 'certificate.exported' },
    ...ofEach({ route: '/school/:schoolId/certificates', as: [debt.school.id], by: school, act: 'certificates.exported' }),
    { route: '/school/:schoolId/certificates.zip', as: [debt.school.id], by: school, act: 'certificates.exported' },
    ...ofEach({ route: '/account/record', by: school, act: 'own_record.exported' }),
    ...ofEach({ route: '/school/:schoolId/record', as: [debt.school.id], by: school, act: 'training_record.exported' }),
    ...ofEach({ route: '/organiser/schools/:id/record', as: [debt.school.id], act: 'training_record.exported' }),
    ...ofEach({ route: '/school/:schoolId/record-people', as: [debt.school.id], by: school, act: 'training_record.exported' }),
    ...ofEach({ route: '/organiser/schools/:id/record-people', as: [debt.school.id], act: 'training_record.exported' }),
    { route: '/school/:schoolId/record.pdf', as: [debt.school.id], by: school, act: 'training_record.exported' },
    { route: '/school/:schoolId/returns/:returnId/return.pdf', as: [debt.school.id, schoolReturn.id], by: school, act: 'return.exported' },
    { route: '/organiser/schools/:id/record.pdf', as: [debt.school.id], act: 'training_record.exported' },
    ...ofEach({ route: '/organiser/schools/:id/requirements', as: [debt.school.id], act: 'requirement_standing.exported' }),
    { route: '/organiser/finance/journals/:number/file.csv', as: [file(journal)], act: 'finance_file.exported' },
    { route: '/organiser/finance/invoice-requests/:number/file.csv', as: [file(requests)], act: 'finance_file.exported' },
    ...ofEach({ route: '/organiser/events/:code/answers', as: [code], act: 'answers.exported' }),
    {
      route: '/school/:schoolId/returns/:returnId/feedback.pdf',
      as: [debt.school.id, sent.id],
      by: school,
      act: 'return.feedback_exported',
    },
    { route: '/organiser/returns/:round/schools/:return/feedback.pdf', as: [sent.round, sent.id], act: 'return.feedback_exported' },
    ...ofEach({ route: '/organiser/returns/:round/schools', as: [schoolReturn.round], act: 'return_round.exported' }),
    ...ofEach({ route: '/organiser/returns/:round/answers', as: [schoolReturn.round], act: 'return_round.answers_exported' }),
    ...ofEach({ route: '/reached/:notice/:subjectId/schools', as: ['return', schoolReturn.round], act: 'notice.exported' }),
    ...ofEach({ route: '/organiser/events/:code/evaluation', as: [code], act: 'evaluation.exported' }),
    ...ofEach({ route: '/organiser/events/:code/needs', as: [code], act: 'needs.exported' }),
    ...ofEach({ route: '/organiser/events/:code/money', as: [code], act: 'event_money.exported' }),
    ...ofEach({ route: '/organiser/events/:code/results', as: [code], act: 'event_results.exported' }),
    ...ofEach({ route: '/organiser/events/:code/print/speakers', as: [code], act: 'speaker_list.exported' }),
    ...ofEach({
      route: '/organiser/events/:code/workshops/people',
      as: [code],
      query: `?workshop=${conference.anxiety}`,
      act: 'workshop_list.exported',
    }),
    { route: '/organiser/events/:code/ring-list/export', as: [code], form, act: 'ring_list.exported' },
    ...ofEach({ route: '/organiser/mailings/:id/ring', as: [draft.id], act: 'mailing_ring_list.exported' }),
    ...ofEach({ route: '/organiser/bookings/places', query: `?event=${code}`, act: 'bookings.exported' }),
    ...ofEach({ route: '/register/:sessionId/register', as: [session?.id ?? ''], act: 'register.exported' }),
  ] as {
    route: string
    as?: (string | number)[]
    by?: { cookie: string; accountId: string }
    form?: Record<string, string>
    query?: string
    act: string
  }[]
}

const all = await downloads()

// `test/worker/base/list/lists.test.ts` holds the files of lists.
it('every route that gives a file is one of those below, of a list, or gives a file that names nobody', () => {
  const files = app.routes
    .filter(({ method, handler }) => (method === 'GET' || method === 'POST') && !pageOf(handler)?.isList)
    .map(({ method, path }) => ({ method, path: path.replaceAll(/(:\w+)\{.*?\}(?=\/|$)/g, '$1') }))
    .filter(
      ({ method, path }) =>
        /\.(csv|xlsx|ods|pdf|zip|txt|json)$|^\/reports\/.*:file$/.test(path) || (method === 'POST' && path.endsWith('/export')),
    )
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('/dev/'))
  const ofLists = new Set(app.routes.flatMap(({ path, handler }) => (pageOf(handler)?.isList ? [plainPattern(path)] : [])))
  const others = all.map(({ route }) => route).filter((route) => !ofLists.has(route))
  expect([...new Set(files)].sort()).toEqual([...harmless, ...others].sort())
})

it.each(all)('$route is given, and the log says who took it', async ({ route, as = [], by = staff, form, query = '', act }) => {
  const logOf = () => rows<{ accountId: string; after: string | null }>('SELECT accountId, after FROM Log WHERE act = ?1', act)
  const before = (await logOf()).length
  const values = [...as]
  const path = route.replaceAll(/:\w+/g, () => String(values.shift()))
  const answer = await request(`${path}${query}`, { cookie: by.cookie, ...(form ? { form } : {}), bindings: stripe })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  const log = await logOf()
  expect(log).toHaveLength(before + 1)
  expect(log.at(-1)?.accountId).toBe(by.accountId)
  // Ids and counts only: no name of a person, school or payer.
  expect(log.at(-1)?.after ?? '').not.toMatch(/[A-Z][a-z]+ [A-Z][a-z]+|@/)
})

// Each file leaves a row that is never deleted.
it.each(all.filter(({ by }) => by))(
  '$route is not given to a school’s people once the day’s are used up',
  async ({ route, as = [], by = staff }) => {
    const logOf = () => rows('SELECT COUNT(*) AS n FROM Log')
    const before = await logOf()
    const values = [...as]
    const path = route.replaceAll(/:\w+/g, () => String(values.shift()))
    const kept = await rows<{ act: string; account: number | null }>('SELECT act, account FROM DayBudget')
    await rows('UPDATE DayBudget SET account = account * 0')
    const answer = await request(path, { cookie: by.cookie, bindings: stripe })
    await db.batch(kept.map(({ act, account }) => db.prepare('UPDATE DayBudget SET account = ?2 WHERE act = ?1').bind(act, account)))
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([429, null])
    expect(await logOf()).toEqual(before)
  },
)
