// Every page that somebody can open: what the tours of `test/browser` look at, and which test looks
// at the others.
import { routeTable } from '#test/worker/routes/route-table.ts'
import { mayAsk } from '#test/worker/routes/who.ts'
import {
  atTheDoor,
  auditResults,
  bookerWhoPays,
  bookerWhoWaits,
  guidedSchool,
  openReturn,
  openRound,
  outside,
  preparing,
  type Stop,
  sharedMailbox,
  submittedReturn,
  toPrint,
  waitedFor,
} from './page-addresses.ts'

/**
 * Whoever opens the pages: an address of the demonstration, nobody, or what a question to it
 * answers.
 */
export type Tour = { of: string; by: string; stops: readonly Stop[] }

const under = (folder: string, parts: string): string[] =>
  parts
    .trim()
    .split(/\s+/)
    .map((part) => `${folder}/${part}`)

const rolesOfSchool = '/organiser/schools/:school/roles'
export const ofSchools: readonly Tour[] = [
  {
    of: 'a visitor',
    by: '',
    stops: [
      ...['/', '/events', '/events?q=safegaurding', '/events?q=xylophone', '/events/:code', '/sign-in', '/privacy', '/cookies'],
      ...['/help', '/accessibility', '/data-protection-complaint', '/log', '/open-data', '/enter/:token', '/dev', '/dev/inbox'],
    ],
  },
  { of: 'somebody who was asked', by: '', stops: ['/evaluate/:token', '/events/:code/evaluation'] },
  { of: 'whoever was sent guidance', by: '', stops: ['/read/:token', '/read/:token/answer'] },
  { of: 'whoever got a weekly letter', by: '', stops: ['/roles-link/:token', '/book-link/:token'] },
  {
    of: 'somebody with a place',
    by: '',
    stops: ['/join/:token', '/place/:token', ...under('/place/:token', 'workshops calendar/feed/new')],
  },
  { of: 'a delegate', by: 'daniel.weatherby@ladyhawthorns.example', stops: ['/account/record'] },
  { of: 'whoever was given a number', by: '', stops: ['/c/:number', '/r/:number', '/certificate/:token', '/place/:token/certificate'] },
  {
    of: 'the office of a school',
    by: 'head.office@ladyhawthorns.example',
    stops: [
      ...[
        '/school',
        '/school/due',
        '/school/:schoolId',
        '/school/:schoolId/people',
        '/school/:school/staff',
        '/events/:code',
        '/events/:code/book',
      ],
      ...['/account', '/account/record', '/account/roles', '/account/dates'],
      ...under(
        '/school/:schoolId',
        'bookings requirements staff-days due booking-links record certificates returns reports reports/:report statements/new',
      ),
      '/school/:schoolId/case-records',
      '/events/:code/people',
      ...under('/school/:schoolId/returns', ':returnId :returnId/sections/:section :returnId/check'),
      ...under('/school/:schoolId/returns/:returnId/plan', 'new :action'),
      '/school/:schoolId/returns/:returnId/plan',
      ...['/school/:schoolId/guidance', '/school/:schoolId/guidance/:issueId'],
      ['/school/:schoolId/returns/:returnId/feedback', submittedReturn],
      ...under('/school/:school/staff', 'new :role pairs'),
      '/school/:schoolId/guidance/:issueId/answer',
      ...['/school/:school/roles', ...under('/school/:school/roles', ':role held/:id')],
      '/account/record/roles/:role/dispute',
      ...under('/school/:schoolId/money', 'lines/:number/dispute :reference'),
    ],
  },
  {
    of: 'whoever acts for a trust',
    by: 'safeguarding@hedgerowtrust.example',
    stops: [
      '/school/due',
      '/trusts/:trust',
      ['/school/feedback/:round', 'SELECT roundId AS round FROM ReturnFeedback LIMIT 1'],
      '/trusts/:trust/book',
      '/trusts/:trust/events/:code',
      '/trusts/:trust/guidance',
      '/trusts/:trust/guidance/:versionId',
    ],
  },
  { of: 'whoever uses a shared mailbox', by: sharedMailbox, stops: ['/account/who'] },
  {
    of: 'whoever booked and pays',
    by: bookerWhoPays,
    stops: [
      '/bookings/:reference',
      ...under('/bookings/:reference', 'cancel references messages places/:placeId/workshops places/:placeId/attendance'),
    ],
  },
  { of: 'a school that waits', by: bookerWhoWaits, stops: [['/events/:code/wait', waitedFor]] },
  {
    of: 'a reader of the report',
    by: 'reader@muster.example',
    stops: ['/coverage/frozen', '/coverage/frozen/:number', '/reports', '/reports/:number'],
  },
  {
    of: 'whoever stands at the door',
    by: 'door@muster.example',
    stops: [
      '/register',
      '/register/list',
      ['/register/:sessionId', atTheDoor],
      '/door/:code',
      ...under('/door/:code', 'people/:person walk-ins/new evacuation close'),
    ],
  },
]

export const ofOfficers: readonly Tour[] = [
  {
    of: 'a safeguarding officer',
    by: 'officer@muster.example',
    stops: [
      ...['/coverage', '/coverage?by=trust', '/coverage/schools'],
      ...['/coverage/requirements', '/coverage/requirements/schools'],
      ...[
        ...['/coverage/sent', '/coverage/map', '/coverage/trends', '/coverage/requirements/trends'],
        '/organiser/schools/people-in-roles',
        '/organiser/schools/people-in-roles/asking',
        '/requirements/unsaid-events',
        '/requirements/due',
        ...under('/organiser/schools', 'last-system roles-import roles-import/:batchId early-years early-years/:batchId'),
        rolesOfSchool,
        ...under(rolesOfSchool, ':role held/:id'),
      ],
      ...under('/organiser/schools/:id', 'requirements record exceptions/new exceptions/:exception/end statements/new evidence/:earlier'),
      ...under('/organiser/schools/:id/ladder', 'contacts :chase/stop'),
      ...['/organiser/schools/:id', '/organiser/chasing', '/organiser/chasing/lists/:list'],
      ...['/organiser/evaluations', '/organiser/evaluations/:code'],
      ...[
        '/coverage/returns',
        '/organiser/returns',
        '/organiser/returns/case-records',
        '/organiser/schools/:id/case-records',
        '/organiser/returns/new',
        '/organiser/returns/:round',
        '/organiser/returns/:round?show=all',
      ],
      ...(['', '/edit'].map((part) => [`/organiser/returns/:round${part}`, preparing]) as Stop[]),
      ['/organiser/returns/:round/dates', openRound],
      ['/organiser/returns/:round/feedback', auditResults],
      ['/coverage/returns/reports/:number', auditResults],
      ['/organiser/returns/:round/schools/:return/dates', openReturn],
      ...under('/organiser/returns/:round', 'disputes actions moderation moderation/:moderation schools/:return schools/:return/feedback'),
      '/organiser/returns/:round/schools/:return/redactions/:entry',
      ...['/organiser/returns/forms', '/organiser/returns/forms/new'],
      ...under('/organiser/returns/forms/:form', 'sections/:section questions/:question powers preview'),
      '/organiser/returns/forms/:form',
      '/log/entries/:index/row',
      ...['/requirements', ...under('/requirements', 'sources titles new :id :id/new-edition :id/editions/:edition')],
      ...under('/coverage/frozen/:number', 'difference replies replies/:schoolId'),
      ...[
        ['/organiser/schools/:id?guidance=:document', guidedSchool] as Stop,
        ...['/answer', '/answer/links', '/reports', '/reports/:number', '/reports/:number/replies', '/reports/:number/replies/:schoolId'],
        '/guidance/reports/:number/difference',
        '/guidance/:id/uptake',
        '/guidance/:id/uptake/schools',
        '/reached/:notice/:subjectId',
      ],
      ...[
        '/guidance',
        '/guidance/advice',
        '/guidance/advice/:adviceId',
        ...['/coverage/recommendations', '/coverage/recommendations/:id'],
        ...under('/guidance', 'new :id :id/edit :id/draft :id/issue :id/withdraw :id/versions/:number'),
      ],
    ],
  },
]

const event = '/organiser/events/:code'
export const ofOrganisers: readonly Tour[] = [
  {
    of: 'an organiser',
    by: 'organiser@muster.example',
    stops: [
      ...under('/organiser/meetings/:sessionId', 'reports/:report reports/:report/undo'),
      '/organiser/meetings/:sessionId',
      ...[
        '/organiser',
        '/organiser/events',
        '/organiser/events/new',
        event,
        '/organiser/messages',
        '/organiser/sendings',
        '/organiser/sendings/:id',
      ],
      ...['/organiser/claims', '/organiser/addresses', ...under(event, 'waiting requests unreached needs questions')],
      ...under(
        event,
        'edit edit/programme edit/booking edit/words move online invite requirements certificates certificates/settings certificates/:number/revoke certificates/:number/again cancel door door/links door/devices bookings ring-list questions/:id/change questions/:id/retire materials materials/preview materials/:id/change materials/:id/remove answers evaluation evaluation/:wave evaluation/:wave/preview messages messages/:message',
      ),
      `${event}/sessions/:sessionId/call-off`,
      ...under(event, 'programme settings day money results print'),
      ...['programme', 'sign-in', 'names', 'schools', 'workshops', 'rooms', 'badges', 'needs'].map(toPrint),
      ...under('/bookings/:reference', 'history undo together addresses/:id'),
      ...under('/organiser/messages', ':id again'),
      '/organiser/mailings/:id/whom',
      '/register',
      ...under(
        '/register/:sessionId',
        'sheet walk-ins/new walk-ins/list people/:personId people/:personId/school mark-everyone?markType=attended close',
      ),
    ],
  },
]

const schools = '/organiser/schools'
/** The pages without parameters that no other tour or story has are added below. */
const byName: readonly Tour[] = [
  {
    of: 'an administrator',
    by: 'administrator@muster.example',
    stops: [
      ...[`${schools}/:id`, ...under(`${schools}/:id`, 'contacts/new contacts/:contactId/end'), [`${schools}/:id/edit`, outside] as const],
      ...under(schools, 'earlier-attendance/:batchId'),
      ...under('/organiser/register-imports', ':id/undo'),
      ...['/organiser/people', '/organiser/settings', '/organiser/settings?part=reports-and-audits'],
      ...under('/organiser/people', ':person/roles :person/roles/new :person/roles/:role'),
      ...under('/organiser/claims', ':id :id/:decision'),
      ...under('/organiser', 'roles/:id/revoke settings/pages/:page venues/:id terms/:key terms/:key/retire'),
      ...under('/organiser', 'bank-holidays/:day/remove term-dates/:id/remove open-data/:number'),
      ...under('/organiser', 'records/periods/:class records/people/:id records/people/:id/erase'),
    ],
  },
  {
    of: 'finance',
    by: 'finance@muster.example',
    stops: [
      ...under(
        '/organiser/finance',
        'vat/:id/retire prices/:key/edit prices/:key/retire prices/:key/codes/:id/end absences/:charge/waiver',
      ),
      ...under('/organiser/finance', 'disputes/:id periods/:period/close lines/:number/waiver lines/:number/take-back'),
      ...under('/organiser/finance/accounts/:payer', 'put?booking=:booking refund?booking=:booking write-off?booking=:booking'),
      '/organiser/finance/invoice-requests',
      ...under('/organiser/finance/invoice-requests', 'make :number :number/answer'),
    ],
  },
]

/** Pages that need a story to be reached, by the test that tells it and looks at them. */
export const inStories: Record<string, string> = {
  'acting-for-a-school-walk': `/account /account/mailbox /school/claims/new /school/claims/unlisted /school/claims/:id/mailbox /school/:schoolId/people
    /school/:schoolId/people/:claimId/refuse /school/:schoolId/people/:claimId/remove /organiser/claims /organiser/claims/trust/:id /organiser/claims/unlisted/:id
    /organiser/events/:code/requests /requests/:id /requests/:id/withdraw /vouch/:token`,
  'ask-my-school-walk': '/events/:code/ask /asked/:token /school/:schoolId/asked',
  'book-asked': '/asked/:token/:request/code',
  'create-walk': '/organiser/events/:code/preview',
  'complaints-walk': '/data-protection-complaint/write /organiser/complaints /organiser/complaints/new /organiser/complaints/:id',
  'sessions-walk': `/school/:schoolId/sessions /school/:schoolId/sessions/new /school/:schoolId/sessions/:id /session-offer/:token
    /organiser/sessions-asked /organiser/sessions-asked/:id /organiser/sessions-asked/:id/schools`,
  'corrections-walk': `/organiser/proposals /organiser/proposals/:id /organiser/events/:code/correction /organiser/events/:code/correction/:place`,
  'calendar-feeds-walk': `/account/calendar /account/calendar/:of/end /account/calendar/:of/new /bookings/:reference/calendar /events/:code/calendar
    /place/:token/calendar /place/:token/calendar/feed/end`,
  'answer-link-walk': '/answer-link/:token',
  door: '/door-link/:token',
  'fair-places-walk': `/bookings/:reference/decision /bookings/:reference/offer /events/:code/wait/withdraw /offers/:token /organiser/events/:code/rules
    /organiser/events/:code/held-back /organiser/events/:code/held-back/:id/release /organiser/events/:code/waiting
    /organiser/events/:code/waiting/:reference/offer /organiser/events/:code/waiting/:reference/remove
    /organiser/events/:code/waiting/offers/:offer/withdraw`,
  'first-booking-walk': '/events/:code/book/code',
  'finance-files': `/organiser/finance/file-columns /organiser/finance/invoice-requests /organiser/finance/invoice-requests/:reference
    /organiser/finance/invoice-requests/payments /organiser/finance/invoice-requests/unpaid /organiser/finance/journals
    /organiser/finance/journals/:number /organiser/finance/journals/:number/answer /organiser/finance/journals/make`,
  'group-booking-walk': `/bookings/:reference/names /bookings/:reference/places/:placeId/correct /bookings/:reference/places/:placeId/name
    /events/:code/book /register/:sessionId/people/:personId/name`,
  mailings: `/account/messages /organiser/mailings /organiser/mailings/:id /organiser/mailings/:id/people /organiser/mailings/:id/preview
    /organiser/mailings/:id/send /organiser/mailings/:id/stop /organiser/mailings/:id/words /organiser/mailings/new /unsubscribe/:token`,
  'money-pages': `/organiser/finance /organiser/finance/absences /organiser/finance/accounts/:payer /organiser/finance/accounts/:payer/payment
    /organiser/finance/accounts/:payer/statement /organiser/finance/debtors /organiser/finance/disputes /organiser/finance/income
    /organiser/finance/periods /organiser/finance/proposals /organiser/finance/proposals/:id /organiser/finance/reconciliation
    /organiser/finance/second-person /organiser/finance/agreements /organiser/finance/agreements/:id
    /organiser/finance/agreements/:id/end /organiser/finance/agreements/new /organiser/finance/payers
    /organiser/finance/payers/:payer /organiser/finance/payers/:payer/:what/:id/stop /organiser/finance/payers/:payer/central/new
    /organiser/finance/payers/:payer/details /organiser/finance/payers/:payer/routes/new /organiser/finance/routes
    /organiser/finance/trusts /school/:schoolId/agreements /organiser/finance/prices /organiser/finance/prices/:key
    /organiser/finance/prices/:key/codes/new /organiser/finance/prices/new /organiser/finance/vat`,
  'organisers-bookings': `/bookings/:reference/move /organiser/bookings /organiser/bookings/bulk /organiser/bookings/bulk/:id
    /organiser/events/:code/copy /organiser/series /organiser/series/:id /series/:id`,
  paying: `/bookings/:reference/paid /bookings/:reference/pay /organiser/finance/cards /organiser/finance/invoice-settings
    /organiser/finance/invoices /organiser/finance/invoices/:number /organiser/finance/invoices/:number/again
    /organiser/finance/invoices/:number/paid /organiser/finance/stripe /school/:schoolId/money /school/:schoolId/money/invoices
    /school/:schoolId/money/invoices/:number /school/:schoolId/money/invoices/:number/po /school/:schoolId/money/receipts/:number
    /school/:schoolId/money/statement`,
  people: '/account/sign-in-links /account/sign-in-links/new /sign-in/first-time',
  'people-walk': `/account/email /account/email/code /account/record /account/record/earlier /account/record/earlier/code
    /account/record/earlier/mine /account/roles /account/roles/:role /account/roles/new /organiser/people /organiser/people/:id
    /organiser/people/:id/correct /organiser/people/compare /organiser/people/merges/:id/undo /organiser/records/holds/:id/end /school/:school/staff
    /school/:school/staff/:person/coming`,
  'questions-and-needs-walk': `/bookings/:reference/answers /organiser/events/:code/needs /organiser/events/:code/needs/access /organiser/events/:code/needs/access/:matter
    /organiser/events/:code/questions /organiser/events/:code/questions/new /place/:token /place/:token/answers /place/:token/needs
    /place/:token/tell`,
  'link-code': '/book-link/:token/code',
  'main-job': '/organiser/register-imports/:id /organiser/register-imports/reviews/:id',
  'second-factor': '/account/factors /account/factors/app',
  'step-up': `/account/prove /account/prove/code /organiser/accounts/:id /organiser/accounts/:id/factors /organiser/roles /sign-in/code
    /sign-in/factor /sign-in/old-address`,
  'telephone-walk': '/agree/:token',
  'unreached-walk': `/dev/inbox/:id /organiser/addresses /organiser/addresses/:id /organiser/addresses/:id/works-again
    /organiser/events/:code/unreached`,
  wordings: '/dev/emails /dev/emails/:name /organiser/wordings /organiser/wordings/:name /organiser/wordings/:name/default',
  'workshops-walk': `/bookings/:reference/workshops /organiser/events/new /organiser/events/:code/workshops
    /organiser/events/:code/workshops/assignment /organiser/events/:code/workshops/people`,
  sources: `/requirements/sources/new /requirements/sources/:id/undo`,
}

/** What answers a GET with no page of its own, and what it answers with. */
export const noPages: Record<string, string> = {
  'leads to another page': `/account/name /bookings/:reference/:deeper /events/:code/bookings /events/:code/request /register/:sessionId/walk-ins
    /school/claims /coverage/requirements/schools/:id /coverage/schools/:id /coverage/papers /coverage/papers/:number /coverage/frozen/:number/paper
    /guidance/:id/schools/:schoolId /sign-in/with/:provider /sign-in/with/:provider/callback`,
  'is for programs': `/dev/commands/asked /dev/commands/audit /dev/commands/calendars /dev/commands/demonstration /dev/floor/:trips /feeds/:file /health
    /log/checkpoint /log/entries/:index /log/proof/consistency /log/proof/inclusion /organiser/register-imports/:id/progress /schools/found
    /door/:code/changes /door/:code/snapshot /door-shell`,
  'is part of another page, or a file': `/dev/emails/:name/:sample/body /dev/inbox/:id/attachments/:index /dev/inbox/:id/body
    /dev/inbox/:id/source /guidance/:id/versions/:number/files/:fileId /place/:token/materials/:id /account/record/materials/:id
    /organiser/events/:code/materials/files/:id /reports/:number/files/:file /reports/:number/officers/:file
    /read/:token/files/:fileId /logo/:id /school/:schoolId/guidance/:issueId/files/:fileId`,
}

const isFile = (path: string): boolean => /\.(csv|css|eml|ics|json|ods|pdf|svg|txt|xlsx|xml|zip)$/.test(path)

/** Every page of the table of routes. */
export const allPages: readonly string[] = routeTable
  .filter(({ method, path }) => method === 'GET' && !isFile(path))
  .map(({ path }) => path)

export const pathOf = (stop: Stop): string => (typeof stop === 'string' ? stop : stop[0]).replace(/\?.*/, '')

const named = new Set([
  ...[...ofSchools, ...ofOfficers, ...ofOrganisers, ...byName].flatMap(({ stops }) => stops.map(pathOf)),
  ...[...Object.values(inStories), ...Object.values(noPages)].flatMap((list) => list.trim().split(/\s+/)),
])

const others = routeTable
  .filter(({ who, path }) => mayAsk(who, 'administrator') && who !== 'command' && allPages.includes(path))
  .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !named.has(path))
  .map(({ path }) => path)

export const ofAdministrators: readonly Tour[] = byName.map((tour, n) => (n === 0 ? { ...tour, stops: [...tour.stops, ...others] } : tour))
