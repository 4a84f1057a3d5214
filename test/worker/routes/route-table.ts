// Every method and path of the service, and who may ask it, from what docs/rules and
// docs/guide/administrator.md say of each part that people play. `who.ts` says who they are. An
// exclamation mark: only who has shown of late that it is they. A question mark: a form that says
// nothing names nothing, and is told that there is nothing. In brackets: how many round trips to
// the database the page may make (`trips.test.ts`). In braces: how many the form may make in all,
// with what follows its answer, also where places cost something (`trips-in-all.test.ts`). After
// two dashes: why whoever may ask is told that there is nothing, because the world of these tests
// holds no such thing.
import type { Who } from './who.ts'

/**
 * `trips`: how often at most a page asks the database, signing in included, once the isolate knows
 * the council's settings.
 */
export type Row = {
  who: Who
  method: string
  path: string
  proof: boolean
  names: boolean
  nothing: boolean
  trips: number | undefined
  /**
   * The same of a form that many send in one hour, with everything that is done once it is
   * answered.
   */
  inAll: number | undefined
  /** And where it costs something. */
  inAllPriced: number | undefined
}

const table = `
everyone       GET        /health -- it says that the settings of these tests are not whole
everyone       GET        /events.ics (1)
everyone       GET        /feeds/:file -- no such feed
everyone       POST       /stripe/webhooks
everyone       POST       /resend/webhooks -- mail is not told of
everyone       GET        /theme.css (0)
everyone       GET        /logo/:id -- no such logo
everyone       GET        /.well-known/security.txt -- no address for it is set
everyone       GET        /help (0)
everyone       GET        /schools/found (1)
everyone       GET        /privacy (1)
everyone       GET        /cookies (1)
everyone       GET        /accessibility (1)
everyone       GET        /data-protection-complaint (1)
everyone       GET POST   /data-protection-complaint/write (0)
everyone       GET POST   /sign-in (0)
everyone       GET POST   /sign-in/code -- no code was asked for
everyone       POST       /sign-out
everyone       GET POST   /enter/:token (1)
everyone       GET POST   /vouch/:token -- no such link
everyone       GET POST   /asked/:token -- no such link
everyone       GET POST   /agree/:token -- no such link
everyone       GET POST   /sign-in/old-address -- nobody typed a code for an address that was changed
everyone       GET        /sign-in/with/:provider -- no provider is set up
everyone       GET        /sign-in/with/:provider/callback -- no provider is set up
everyone       GET        /sign-in/first-time -- nobody came from a provider
everyone       GET POST   /sign-in/factor -- nobody is half signed in
everyone       POST?      /sign-in/factor/passkey -- nobody is half signed in
everyone       POST?      /sign-in/factor/passkey/options
everyone       GET POST   /unsubscribe/:token -- no such link
everyone       POST       /unsubscribe/:token/undo -- no such link
everyone       GET        / (1)
everyone       GET        /events (1)
everyone       GET        /events/:code (1)
everyone       GET        /door-shell (0)
everyone       GET        /door/:code/changes -- no token of a device came with it
everyone       POST       /door/:code/entries -- no token of a device came with it
everyone       GET POST   /door-link/:token -- no such link
everyone       GET        /answer-link/:token -- no such link
everyone       GET        /sitemap.xml (1)
everyone       GET        /robots.txt (0)
everyone       GET POST   /offers/:token -- no such link
everyone       GET POST   /roles-link/:token -- no such link
everyone       GET POST   /book-link/:token -- no such link
everyone       GET POST   /session-offer/:token -- no such link
everyone       POST       /asked/:token/:request/book -- no such link
everyone       POST       /asked/:token/:request/send -- no such link
everyone       GET POST   /asked/:token/:request/code -- no such link
everyone       POST       /book-link/:token/send -- no such link
everyone       POST       /book-link/:token/tell -- no such link
everyone       GET POST   /book-link/:token/code -- no such link
everyone       GET POST   /evaluate/:token -- no such link
everyone       GET POST   /read/:token/answer -- no such link
everyone       GET        /events/:code/evaluation (1)
everyone       GET        /events/:code/calendar (1)
everyone       GET        /events/:code/calendar.ics (1)
everyone       GET        /series/:id (1)
everyone       GET        /open-data -- nothing is published
everyone       GET        /open-data/coverage.csv -- nothing is published
everyone       GET        /open-data/datapackage.json -- nothing is published
everyone       GET        /log (1)
everyone       GET        /log/checkpoint -- nothing was sealed yet
everyone       GET        /log/entries/:index -- nothing was sealed yet
everyone       GET        /log/proof/inclusion -- it names no entry
everyone       GET        /log/proof/consistency -- it names no size
everyone       GET POST?  /events/:code/book (1)
everyone       GET POST   /events/:code/book/code -- nobody was sent a code
everyone       GET        /events/:code/request (0)
everyone       GET        /events/:code/bookings (0)
everyone       GET        /bookings/:reference/:deeper -- there is nothing deeper

signedIn       GET POST   /account/mailbox (2)
signedIn       GET POST   /account/who (1)
signedIn       GET        /account (2)
signedIn       GET POST   /account/name (1)
signedIn       POST!      /account/sign-ins/end
signedIn       POST!      /account/sign-ins/end-others
signedIn       GET        /account/sign-in-links -- no provider is set up
signedIn       GET POST!? /account/sign-in-links/new (1)
signedIn       POST!      /account/sign-in-links/:id/end -- no provider is set up
signedIn       GET POST   /account/prove (1)
signedIn       GET POST   /account/prove/code (1)
council        GET        /account/factors (2)
council        POST!      /account/factors/app
signedIn       GET!       /account/factors/app (2)
council        POST!      /account/factors/app/confirm
council        POST!      /account/factors/passkey/options
council        POST!      /account/factors/passkey
council        POST!      /account/factors/codes
signedIn       POST!      /account/factors/:id/end
signedIn       GET POST   /account/record (3)
signedIn       GET POST   /account/record/earlier (1)
signedIn       GET POST   /account/record/earlier/code (1)
signedIn       GET POST   /account/record/earlier/mine (1)
signedIn       GET        /account/record.* (3)
signedIn       GET        /account/record/materials/:id -- no material is a file
signedIn       POST       /account/places/:placeId -- it is of somebody who does not sign in
signedIn       GET POST!  /account/email (2)
signedIn       GET POST   /account/email/code (1)
signedIn       GET        /account/roles (2)
signedIn       GET POST   /account/roles/new (2)
signedIn       GET POST   /account/messages (2)
signedIn       GET POST   /school/claims/unlisted (1)
signedIn       GET        /school/claims/new (2)
signedIn       GET POST   /school/claims (1)
signedIn       POST       /school/claims/trust
signedIn       GET        /school/claims/:id/mailbox (1)
signedIn       POST?      /school/claims/:id/mailbox
signedIn       GET POST?  /events/:code/wait (3)
signedIn       POST?      /events/:code/request
signedIn       GET POST   /events/:code/ask (2)
signedIn       GET        /requests/:id -- nobody asked
signedIn       GET POST   /requests/:id/withdraw -- nobody asked
signedIn       POST?      /events/:code/bookings {3, 4 priced}
signedIn       POST?      /events/:code/wait/fewer
signedIn       GET POST   /events/:code/wait/withdraw -- nobody waits
signedIn       GET POST   /account/dates (2)
signedIn       POST       /account/dates/:id/end
signedIn       GET        /account/calendar (2)
signedIn       POST       /account/calendar/:of
signedIn       GET        /account/calendar/:of/new (2)
signedIn       GET POST   /account/calendar/:of/end (2)
signedIn       GET        /school (2)
signedIn       GET POST   /school/due (2)
signedInOrHelper GET      /register/:sessionId/walk-ins (1)

ownContact     GET POST   /account/roles/:role (2)
school         GET        /school/:school/staff (2)
school         GET        /events/:code/people (2)
school         GET        /events/:code/people.* (3)
school         GET        /school/:school/staff/:person/coming (3)
school         GET POST?  /school/:school/staff/pairs (1)
school         POST?      /school/:school/staff/pairs/:merge/undo -- the council said it
school         GET POST   /school/:school/staff/new (2)
school         GET POST   /school/:school/staff/:role (2)
school         GET POST   /school/:school/roles (2)
school         GET POST   /school/:school/roles/held/:id (2)
school         GET POST   /school/:school/roles/:role (2)
ownContact     GET POST   /account/record/roles/:role/dispute (1)
ownContact     POST       /account/record/roles/:role/agreement
ownContact     POST       /account/record/roles/:role/dispute/withdraw
school         GET        /school/:schoolId/people (1)
booking        GET POST   /school/:schoolId/asked (2)
booking        POST       /school/:schoolId/asked/:request/book -- nobody asks
school         POST       /school/:schoolId/people/:claimId/vouch
school         GET POST   /school/:schoolId/people/:claimId/refuse (1)
school         POST?      /school/:schoolId/people/:claimId/rights
school         GET        /school/:schoolId/people/:claimId/remove -- they wait to act for it
school         POST       /school/:schoolId/people/:claimId/remove
school         GET        /school/:schoolId/money/invoices (2)
school         GET        /school/:schoolId/money/invoices/:number -- no such invoice
school         GET POST   /school/:schoolId/money/invoices/:number/po -- no such invoice
school         GET POST   /school/:schoolId/case-records (2)
school         GET        /school/feedback/:round -- it is not submitted
school         GET        /school/:schoolId/returns (2)
school         GET        /school/:schoolId/returns/:returnId (2)
school         GET POST   /school/:schoolId/returns/:returnId/sections/:section (2)
school         GET POST!  /school/:schoolId/returns/:returnId/check (2)
school         POST!      /school/:schoolId/returns/:returnId/signatures/:signature -- nothing is signed
school         GET        /school/:schoolId/returns/:returnId/return.pdf (3)
school         GET        /school/:schoolId/returns/:returnId/plan (2)
school         GET POST   /school/:schoolId/returns/:returnId/plan/new (2)
school         GET POST   /school/:schoolId/returns/:returnId/plan/:action -- nothing is planned
school         GET        /school/:schoolId/returns/:returnId/feedback (5) -- it is not submitted
school         GET        /school/:schoolId/returns/:returnId/feedback.pdf (6) -- it is not submitted
school         GET        /school/:schoolId/reports (1)
school         GET        /school/:schoolId/reports/:report (1)
school         POST       /school/:schoolId/reports/:report
school         GET POST   /school/:schoolId/guidance/:issueId/answer (3)
school         POST       /school/:schoolId/guidance/:issueId/answer/page
ownContact     GET        /trusts/:trust/guidance (2)
ownContact     GET POST   /trusts/:trust/guidance/:versionId (2)
school         GET        /school/:schoolId/requirements (2)
school         GET POST   /school/:schoolId/staff-days (1)
booking        GET POST   /school/:schoolId/due (2)
school         GET        /school/:schoolId/sessions (1)
booking        GET POST   /school/:schoolId/sessions/new (2)
school         GET        /school/:schoolId/sessions/:id (1)
booking        POST       /school/:schoolId/sessions/:id
booking        POST       /school/:schoolId/sessions/:id/withdraw
booking        GET POST   /school/:schoolId/booking-links (1)
school         GET        /school/:schoolId/requirements.* (2)
ownContact     GET        /trusts/:trust (2)
ownContact     GET        /trusts/:trust/schools.* (3)
booking        GET        /trusts/:trust/book (2)
booking        GET POST   /trusts/:trust/events/:code (2)
booking        POST       /trusts/:trust/events/:code/bookings
signedIn       GET        /c/:number/certificate.pdf -- nothing is certified
school         GET        /school/:schoolId/certificates (2)
school         GET        /school/:schoolId/certificates.* (2)
school         GET        /school/:schoolId/certificates.zip (2)
school         GET        /school/:schoolId/record (2)
school         GET        /school/:schoolId/record.* (2)
school         GET        /school/:schoolId/record.pdf (2)
school         GET        /school/:schoolId/record-people.* (2)
school         GET POST   /school/:schoolId/statements/new (1)
school         GET        /school/:schoolId/agreements (2)
school         GET        /school/:schoolId (2)
school         GET        /school/:schoolId/bookings (2)
school         GET        /school/:schoolId/money (2)
school         GET        /school/:schoolId/money/statement (2)
school         GET        /school/:schoolId/money/statement.* (2)
school         GET        /school/:schoolId/money/receipts/:number -- nothing was paid
school         GET        /school/:schoolId/money/receipts/:number/receipt.pdf -- nothing was paid
school         GET POST   /school/:schoolId/money/lines/:number/dispute (2)
school         POST       /school/:schoolId/money/disputes/:id/withdraw
school         GET        /school/:schoolId/money/:reference (2)

bookings       GET        /bookings/:reference (1)
bookers        GET POST   /bookings/:reference/cancel (2) {5}
booking        POST       /bookings/:reference/agree
bookers        POST?      /bookings/:reference/ask-to-agree
bookers        GET POST   /bookings/:reference/references (1)
bookings       GET        /bookings/:reference/messages (2)
bookers        GET POST   /bookings/:reference/answers (1)
booking        GET POST   /bookings/:reference/pay (3)
booking        POST       /bookings/:reference/pay/give-up
bookings       GET        /bookings/:reference/paid -- nothing was paid by card
bookers        GET POST   /bookings/:reference/workshops -- the event has no workshops
bookers        GET POST   /bookings/:reference/places/:placeId/workshops -- the event has no workshops
bookers        GET POST   /bookings/:reference/places/:placeId/attendance -- the event is not mixed
bookings       GET        /bookings/:reference/together -- the event is not online
bookings       POST       /bookings/:reference/together/:sessionId -- the event is not online
bookers        GET POST   /bookings/:reference/names (2) {4}
bookers        GET POST   /bookings/:reference/places/:placeId/name (2) {4}
bookers        GET POST   /bookings/:reference/places/:placeId/correct (2)
bookers        GET POST   /bookings/:reference/offer -- nothing is on offer
bookings       GET        /bookings/:reference/calendar (2)
bookings       GET        /bookings/:reference/calendar.ics (2)
bookers        GET POST   /bookings/:reference/move -- the event is of no series
bookings       GET POST   /bookings/:reference/addresses/:id -- every address works

delegate       GET POST   /join/:token (1)
delegate       GET        /place/:token (1)
delegate       GET        /place/:token/certificate -- nothing is certified
delegate       GET        /place/:token/certificate.pdf -- nothing is certified
delegate       GET        /certificate/:token -- nothing is certified
delegate       GET        /certificate/:token/certificate.pdf -- nothing is certified
everyone       GET        /c/:number -- nothing is certified
everyone       GET        /r/:number (1)
delegate       GET        /place/:token/materials/:id -- the only material is a link
delegate       GET POST   /place/:token/needs (1)
delegate       POST       /place/:token/needs/deletion
delegate       GET POST   /place/:token/answers (1)
delegate       GET POST   /place/:token/workshops (1)
delegate       POST       /place/:token/attendance
delegate       GET POST   /place/:token/tell (1)
delegate       GET        /place/:token/calendar (2)
delegate       GET        /place/:token/calendar.ics -- there is no entry
delegate       POST       /place/:token/calendar/feed
delegate       GET        /place/:token/calendar/feed/new (2)
delegate       GET POST   /place/:token/calendar/feed/end (2)

door           GET        /register/:sessionId/walk-ins/new (2)
door           POST       /register/:sessionId/walk-ins
door           GET POST   /register/:sessionId/walk-ins/list (3)
door           GET POST   /register/:sessionId/people/:personId/school -- they are of a school
door           GET POST   /register/:sessionId/people/:personId/name -- everybody is named
door           GET        /register/:sessionId (1)
door           GET        /register/:sessionId/sheet (1)
door           GET        /register/:sessionId/people/:personId (1)
door           POST?      /register/:sessionId/marks {2}
door           GET POST   /register/:sessionId/mark-everyone -- it has not begun
closing        GET POST   /register/:sessionId/close (2)

door           GET        /door/:code (2)
door           POST       /door/:code/devices
door           GET        /door/:code/snapshot (2)
door           POST       /door/:code/shared -- no token of a device came with it
door           POST?      /door/:code/arrivals
door           GET        /door/:code/people/:person (2)
door           POST       /door/:code/people/:person/name
door           POST       /door/:code/people/:person/instead
door           GET        /door/:code/walk-ins/new (2)
door           POST       /door/:code/walk-ins
door           GET        /door/:code/evacuation (2)
closing        GET POST   /door/:code/close (3)

anyDoor        GET        /register (2)
anyDoor        GET        /register/list (2)

coverage       GET        /guidance (1)
coverage       GET        /guidance/advice (1)
coverage       GET        /guidance/advice.* (2)
coverage       GET        /guidance/advice/:adviceId (1)
officers       POST       /guidance/advice
officers       POST       /guidance/advice/:adviceId
coverage       GET        /guidance/:id (1)
writers        GET        /guidance/:id/versions/:number (1)
writers        GET        /guidance/:id/versions/:number/files/:fileId -- it has no such file
coverage       GET        /reached/:notice/:subjectId (1)
officers       POST       /reached/:notice/:subjectId
officers       GET!       /reached/:notice/:subjectId/schools.* (2)
officers       GET POST!  /guidance/:id/issue (3)
everyone       GET POST   /read/:token -- no such link
everyone       GET        /read/:token/files/:fileId -- no such link
school         GET        /school/:schoolId/guidance (1)
school         GET        /school/:schoolId/guidance/:issueId (2)
school         POST       /school/:schoolId/guidance/:issueId/opening
school         POST       /school/:schoolId/guidance/:issueId/acknowledge
school         GET        /school/:schoolId/guidance/:issueId/files/:fileId -- it has no such file
officers       GET POST   /guidance/new (1)
officers       GET POST   /guidance/:id/edit (1)
officers       GET POST   /guidance/:id/draft (1)
officers       POST       /guidance/:id/draft/delete
officers       POST       /guidance/:id/versions
officers       GET POST   /guidance/:id/withdraw (1)
coverage       GET        /guidance/:id/schools/:schoolId (1)
coverage       GET        /guidance/reports/:number/difference -- report 1 is not of guidance
coverage       GET        /guidance/:id/uptake (1)
coverage       GET        /guidance/:id/uptake/schools (1)
coverage       GET        /guidance/:id/uptake/schools.* (2)
coverage       GET        /guidance/:id/uptake/report.xlsx (2)
coverage       GET        /guidance/:id/uptake/report.pdf (2)
officers       POST       /guidance/:id/uptake
officers       POST?      /guidance/:id/uptake/launch
officers       POST       /guidance/:id/schools/:schoolId
officers       POST       /guidance/:id/schools/:schoolId/level
officers       POST       /guidance/:id/schools/:schoolId/page
officers       POST?      /guidance/:id/schools/:schoolId/tick
reports        GET        /answer (2)
coverage       GET        /answer/schools.* (3)
officers       GET POST   /answer/links (1)
officers       POST       /answer/links/:id/end
reports        GET        /reports (2)
officers       POST       /reports
reports        GET        /reports/:number (2)
officers       POST!      /reports/:number/final
officers       GET POST!  /reports/:number/replies (3)
officers       GET POST   /reports/:number/replies/:schoolId (3)
reports        GET        /reports/:number/files/:file (3)
coverage       GET        /reports/:number/officers/:file (3)
reports        GET        /requirements (1)
coverage       GET        /requirements/unsaid-events (1)
reports        GET        /requirements/:id (1)
coverage       GET        /coverage (2)
coverage       GET        /coverage/figures.* (2)
coverage       GET        /coverage/schools.* (2)
coverage       GET        /coverage/map (2)
coverage       GET        /coverage/trends (2)
coverage       GET        /coverage/recommendations (1)
coverage       GET        /coverage/recommendations.* (2)
coverage       GET        /coverage/recommendations/:id (1)
officers       POST       /coverage/recommendations
officers       POST       /coverage/recommendations/:id/answer
officers       POST       /coverage/recommendations/:id/actions
officers       POST       /coverage/recommendations/:id/steps
coverage       GET        /coverage/schools (1)
coverage       GET        /coverage/schools/:id (1)
schoolReaders  GET        /coverage/sent (1)
schoolReaders  GET!       /coverage/sent.* (2)
coverage       GET        /coverage/requirements (2)
coverage       GET        /coverage/requirements/figures.* (2)
coverage       GET        /coverage/requirements/trends (2)
coverage       GET        /coverage/requirements/schools (2)
coverage       GET        /coverage/requirements/schools.* (3)
coverage       GET        /coverage/requirements/schools/:id (1)
reports        GET        /coverage/frozen (1)
officers       POST       /coverage/frozen
officers       GET        /log/entries/:index/row (4)
officers       POST       /coverage/frozen/requirements
officers       GET        /coverage/frozen/:number/paper (1)
reports        GET        /coverage/papers (1)
reports        GET        /coverage/papers/:number (1)
officers       GET POST!  /coverage/frozen/:number/replies (3)
officers       GET POST   /coverage/frozen/:number/replies/:schoolId (3)
reports        GET        /coverage/frozen/:number (2)
coverage       GET        /coverage/frozen/:number/schools.* (2)
coverage       GET        /coverage/frozen/:number/difference (4)

officers       GET POST!  /organiser/schools/:id/exceptions/new (1)
officers       GET POST!  /organiser/schools/:id/exceptions/:exception/end (1)
officers       GET POST!  /organiser/schools/:id/statements/new (1)
officers       GET POST!  /organiser/schools/:id/evidence/:earlier (1)
officers       GET POST!  /organiser/schools/people-in-roles/asking (1)
officers       GET        /requirements/sources (1)
officers       GET POST!  /requirements/sources/new (1)
officers       GET POST!  /requirements/sources/:id/undo (3)
officers       GET POST!  /requirements/titles (2)
officers       GET POST!  /requirements/new (1)
officers       GET POST!  /requirements/:id/new-edition (1)
officers       GET POST!  /requirements/:id/editions/:edition (1)

schoolReaders  GET        /organiser/schools (1)
schoolReaders  GET        /organiser/schools/schools.* (2)
schoolReaders  GET        /organiser/schools/:id (2)
schoolReaders  GET        /organiser/schools/people-in-roles (1)
schoolReaders  GET        /organiser/schools/people-in-roles.* (2)
schoolReaders  GET        /organiser/schools/last-system (1)
schoolReaders  GET POST!  /organiser/schools/roles-import (1)
schoolReaders  GET        /organiser/schools/roles-import/template.csv (1)
schoolReaders  POST!      /organiser/schools/roles-import/apply
schoolReaders  GET        /organiser/schools/roles-import/:batchId (1)
schoolReaders  POST!      /organiser/schools/roles-import/:batchId/undo
schoolReaders  GET POST   /organiser/schools/early-years (1)
schoolReaders  GET        /organiser/schools/early-years/template.csv (1)
schoolReaders  POST!      /organiser/schools/early-years/apply
schoolReaders  POST       /organiser/schools/early-years/links
schoolReaders  GET        /organiser/schools/early-years/:batchId (1)
schoolReaders  POST       /organiser/schools/early-years/:batchId/undo
schoolReaders  GET POST   /organiser/schools/:school/roles (2)
schoolReaders  GET POST   /organiser/schools/:school/roles/held/:id (2)
schoolReaders  GET POST   /organiser/schools/:school/roles/:role (2)
schoolReaders  GET        /organiser/schools/:id/requirements (2)
schoolReaders  GET        /requirements/due (2)
officers       GET POST   /organiser/schools/:id/ladder/contacts (2)
officers       GET POST   /organiser/schools/:id/ladder/:chase/stop (1)
officers       GET        /organiser/chasing (2)
officers       GET POST   /organiser/chasing/lists/:list (2)
officers       GET        /organiser/chasing/lists/:list/schools.* (2)
officers       GET        /organiser/chasing/steps.* (3)
schoolReaders  GET!       /organiser/schools/:id/requirements.* (2)
schoolReaders  GET        /organiser/schools/:id/record (2)
schoolReaders  GET!       /organiser/schools/:id/record.* (2)
schoolReaders  GET!       /organiser/schools/:id/record.pdf (2)
schoolReaders  GET!       /organiser/schools/:id/record-people.* (2)

money          GET        /organiser/finance/payers (1)
money          GET        /organiser/finance/trusts (1)
money          GET        /organiser/finance/routes (1)
money          GET        /organiser/finance/payers/:payer (2)
money          GET        /organiser/finance/agreements (1)
money          GET        /organiser/finance/agreements/:id (1)
money          GET        /organiser/finance/prices (1)
money          GET        /organiser/finance/prices/:key (1)
money          GET        /organiser/finance/income (2)
money          GET        /organiser/finance/income/months.* (2)
money          GET        /organiser/finance/income/events.* (2)
money          GET        /organiser/finance/proposals (1)
money          GET        /organiser/finance/proposals/:id (2)
money          GET        /organiser/finance/absences (1)
money          GET        /organiser/finance/disputes (1)
money          GET        /organiser/finance/disputes/:id (1)
money          GET        /organiser/finance/periods (1)
money          GET        /organiser/finance/reconciliation (1)
money          GET        /organiser/finance (2)
money          GET        /organiser/finance/debtors (1)
money          GET!       /organiser/finance/debtors.* (2)
money          GET        /organiser/finance/accounts/:payer (1)
money          GET        /organiser/finance/accounts/:payer/statement (2)
money          GET!       /organiser/finance/accounts/:payer/statement.* (2)

finance        GET        /organiser/finance/invoice-settings (1)
finance        POST!      /organiser/finance/invoice-settings/supplier
finance        POST!      /organiser/finance/invoice-settings/stripe
finance        GET        /organiser/finance/invoices (1)
finance        GET!       /organiser/finance/invoices.* (2)
finance        GET        /organiser/finance/invoices/:number -- no such invoice
finance        GET POST   /organiser/finance/invoices/:number/paid -- no such invoice
finance        GET POST   /organiser/finance/invoices/:number/again -- no such invoice
finance        POST!      /organiser/finance/routes
finance        GET POST!  /organiser/finance/payers/:payer/routes/new (1)
finance        GET POST!  /organiser/finance/payers/:payer/central/new -- a school pays for no other
finance        GET POST!  /organiser/finance/payers/:payer/:what/:id/stop (1)
finance        GET POST!  /organiser/finance/payers/:payer/details (1)
finance        GET POST!? /organiser/finance/agreements/new (2)
finance        GET POST!  /organiser/finance/agreements/:id/end (1)
finance        GET POST!  /organiser/finance/vat (1)
finance        GET POST!  /organiser/finance/vat/:id/retire (1)
finance        GET POST!  /organiser/finance/prices/new (1)
finance        GET POST!  /organiser/finance/prices/:key/edit (1)
finance        GET POST!  /organiser/finance/prices/:key/retire (1)
finance        GET POST!  /organiser/finance/prices/:key/codes/new (1)
finance        GET POST!  /organiser/finance/prices/:key/codes/:id/end (1)
finance        GET POST!  /organiser/finance/cards (1)
finance        POST?      /organiser/finance/cards/refunds/:id/again
finance        GET        /organiser/finance/stripe (1)
finance        POST       /organiser/finance/stripe/:id/again
finance        GET        /organiser/finance/journals (1)
finance        GET POST   /organiser/finance/journals/make (1)
finance        GET POST   /organiser/finance/journals/:number/answer (1)
finance        GET        /organiser/finance/journals/:number (1)
finance        GET!       /organiser/finance/journals/:number/file.csv (2)
finance        GET        /organiser/finance/invoice-requests/unpaid (1)
finance        GET!       /organiser/finance/invoice-requests/unpaid.* (2)
finance        GET POST   /organiser/finance/invoice-requests/payments (1)
finance        GET        /organiser/finance/invoice-requests/payments/template.csv (1)
finance        POST!      /organiser/finance/invoice-requests/payments/apply
finance        GET POST   /organiser/finance/invoice-requests/:reference (1)
finance        GET        /organiser/finance/invoice-requests (1)
finance        GET POST   /organiser/finance/invoice-requests/make (1)
finance        GET POST   /organiser/finance/invoice-requests/:number/answer (1)
finance        GET        /organiser/finance/invoice-requests/:number (1)
finance        GET!       /organiser/finance/invoice-requests/:number/file.csv (2)
finance        GET POST!  /organiser/finance/file-columns (1)
finance        GET POST   /organiser/finance/accounts/:payer/refund -- nothing was paid
finance        GET POST   /organiser/finance/accounts/:payer/write-off -- needs a booking
finance        GET POST   /organiser/finance/lines/:number/waiver (1)
finance        GET POST   /organiser/finance/absences/:charge/waiver -- nobody was absent
finance        GET POST   /organiser/finance/accounts/:payer/payment (1)
finance        GET POST   /organiser/finance/accounts/:payer/put -- nothing was paid
finance        GET POST   /organiser/finance/lines/:number/take-back -- the line is no payment
finance        GET POST!  /organiser/finance/second-person (1)
finance        POST!      /organiser/finance/proposals/:id
finance        POST!      /organiser/finance/proposals/:id/asking
finance        POST?      /organiser/finance/proposals/:id/withdraw
finance        POST       /organiser/finance/absences/check
finance        POST       /organiser/finance/absences/post
finance        POST       /organiser/finance/disputes/:id
finance        GET POST!  /organiser/finance/periods/:period/close (1)

organisers     GET        /organiser/people/:person/roles (2)
organisers     GET POST   /organiser/people/:person/roles/new (2)
organisers     GET POST   /organiser/people/:person/roles/:role (2)
organisers     GET        /organiser/people (1)
organisers     GET POST!  /organiser/people/compare (1)
organisers     POST       /organiser/people/apart
organisers     GET POST!  /organiser/people/merges/:id/undo (1)
organisers     GET        /organiser/people/:id (1)
organisers     GET POST   /organiser/people/:id/correct (1)
organisers     GET POST!  /organiser/claims/unlisted/:id (2)
organisers     GET        /organiser/claims (1)
organisers     GET POST!  /organiser/claims/trust/:id (1)
organisers     GET        /organiser/claims/:id/:decision (1)
organisers     GET POST!  /organiser/claims/:id (1)
organisers     POST!?     /organiser/claims/:id/approver
organisers     GET POST!  /organiser/events/:code/door (1)
organisers     POST!      /organiser/events/:code/door/:id/revoke
organisers     GET POST!  /organiser/events/:code/door/links (1)
organisers     POST!      /organiser/events/:code/door/links/:id/end -- no such link
organisers     POST!      /organiser/events/:code/door/links/:id/another -- no such link
organisers     GET        /organiser/events/:code/door/devices (1)
organisers     POST!      /organiser/events/:code/door/devices/:id/revoke -- no such device
organisers     GET        /organiser/log (3)
organisers     GET        /organiser/refusals (2)
organisers     GET POST   /organiser/bank-holidays (1)
organisers     GET POST   /organiser/bank-holidays/:day/remove (1)
organisers     GET POST   /organiser/term-dates (1)
organisers     GET POST   /organiser/term-dates/:id/remove (1)
organisers     GET        /organiser/venues (1)
organisers     GET POST   /organiser/venues/new (1)
organisers     GET POST   /organiser/venues/:id (1)
organisers     POST       /organiser/venues/:id/listed
organisers     GET        /organiser/trainers (1)
organisers     GET        /organiser/sessions-asked (1)
organisers     GET!       /organiser/sessions-asked.* (2)
organisers     GET        /organiser/sessions-asked/:id (1)
organisers     POST       /organiser/sessions-asked/:id/offer
organisers     GET POST   /organiser/sessions-asked/:id/schools (3)
organisers     POST       /organiser/sessions-asked/:id/refuse
organisers     GET        /organiser/terms (1)
organisers     GET POST!  /organiser/terms/new (1)
organisers     GET POST!  /organiser/terms/:key (1)
organisers     GET POST!  /organiser/terms/:key/retire (1)
organisers     GET POST   /organiser/events/new (2)
organisers     GET POST   /organiser/events/:code/edit (2)
organisers     GET POST   /organiser/events/:code/edit/programme (2)
organisers     GET POST   /organiser/events/:code/edit/booking (2)
organisers     GET POST   /organiser/events/:code/edit/words (2)
organisers     GET        /organiser/events/:code/online (2)
organisers     GET        /organiser/events/:code/sessions/:sessionId/call-off (2)
organisers     POST       /organiser/events/:code/sessions/:sessionId/calling-off
organisers     GET POST   /organiser/events/:code/rules (1)
organisers     GET POST   /organiser/events/:code/requirements (1)
organisers     GET        /organiser/events/:code/certificates (1)
organisers     POST       /organiser/events/:code/certificates/issue
organisers     GET POST   /organiser/events/:code/certificates/:number/revoke -- nothing is certified
organisers     GET POST   /organiser/events/:code/certificates/:number/again -- nothing is certified
organisers     GET POST   /organiser/events/:code/certificates/settings (1)
organisers     GET POST   /organiser/events/:code/held-back (2)
organisers     GET POST   /organiser/events/:code/held-back/:id/release (2)
organisers     GET        /organiser (2)
organisers     GET        /organiser/events (2)
organisers     GET        /organiser/events/:code (2)
organisers     GET        /organiser/events/:code/programme (2)
organisers     GET        /organiser/events/:code/settings (2)
organisers     POST       /organiser/events/:code/publication
organisers     POST       /organiser/events/:code/unpublication
organisers     POST       /organiser/events/:code/booking-closure
organisers     POST       /organiser/events/:code/booking-reopening
organisers     GET        /organiser/events/:code/cancel (2)
organisers     POST!      /organiser/events/:code/cancellation
writers        GET POST!  /organiser/events/:code/correction -- no register of the event is closed
writers        GET POST!  /organiser/events/:code/correction/:place -- no register of the event is closed
seconds        GET        /search (2)
seconds        GET        /organiser/proposals (2)
writers        GET POST!  /organiser/proposals/:id (2)
writers        POST!      /organiser/proposals/:id/asking -- nobody but who proposed it asks
writers        GET        /organiser/events/:code/waiting (1)
organisers     GET POST   /organiser/events/:code/waiting/offers/:offer/withdraw -- nothing is on offer
writers        GET POST   /organiser/events/:code/waiting/:reference/offer (1)
organisers     GET POST   /organiser/events/:code/waiting/:reference/remove (1)
organisers     GET        /organiser/events/:code/ring-list (2)
organisers     POST?      /organiser/events/:code/ring-list/marks
organisers     POST!      /organiser/events/:code/ring-list/export
organisers     GET        /organiser/events/:code/questions (1)
organisers     GET POST   /organiser/events/:code/questions/new (1)
organisers     GET POST   /organiser/events/:code/questions/:id/change (1)
organisers     GET POST   /organiser/events/:code/questions/:id/retire (1)
organisers     POST       /organiser/events/:code/questions/:id/:way
organisers     GET POST   /organiser/events/:code/materials (1)
organisers     POST       /organiser/events/:code/materials/link
organisers     POST       /organiser/events/:code/materials/release
organisers     GET        /organiser/events/:code/materials/preview (1)
organisers     GET        /organiser/events/:code/materials/files/:id -- the only material is a link
organisers     GET POST   /organiser/events/:code/materials/:id/change (1)
organisers     GET POST   /organiser/events/:code/materials/:id/remove (1)
organisers     POST       /organiser/events/:code/materials/:id/:way
organisers     GET        /organiser/events/:code/answers (1)
organisers     GET!       /organiser/events/:code/answers.* (2)
writers        GET        /organiser/events/:code/evaluation (1)
organisers     GET!       /organiser/events/:code/evaluation.* (2)
organisers     GET POST   /organiser/events/:code/evaluation/:wave (1)
organisers     GET        /organiser/events/:code/evaluation/:wave/preview (1)
reports        GET        /coverage/returns (2)
reports        GET        /coverage/returns/reports/:number -- no audit is frozen
reports        GET        /coverage/returns/reports/:number/report.pdf -- no audit is frozen
reports        GET        /coverage/returns/reports/:number/report.xlsx -- no audit is frozen
reports        GET        /coverage/returns/reports/:number/report.ods -- no audit is frozen
reports        GET        /coverage/returns/reports/:number/tables.csv -- no audit is frozen
schoolReaders  GET        /organiser/returns (1)
schoolReaders  GET        /organiser/returns/:round (2)
schoolReaders  GET!       /organiser/returns/:round/schools.* (2)
officers       GET POST   /organiser/returns/new (1)
officers       GET POST   /organiser/returns/:round/edit -- it is open
officers       POST!      /organiser/returns/:round/opening
officers       GET POST   /organiser/returns/:round/dates (1)
officers       POST!      /organiser/returns/:round/closure
officers       POST!      /organiser/returns/:round/chases
officers       POST!      /organiser/returns/:round/results
officers       GET POST   /organiser/returns/:round/feedback -- no audit is frozen
officers       GET        /organiser/returns/:round/schools/:return (2)
officers       GET POST   /organiser/returns/:round/schools/:return/dates (1)
officers       POST!      /organiser/returns/:round/schools/:return/reopenings
officers       POST       /organiser/returns/:round/schools/:return/other-audit
officers       POST       /organiser/returns/:round/schools/:return/actions
officers       POST!      /organiser/returns/:round/schools/:return/signatures/:signature -- nothing is signed
officers       GET POST!  /organiser/returns/:round/schools/:return/redactions/:entry -- nothing was typed
officers       GET        /organiser/returns/:round/schools/:return/feedback -- it is not submitted
officers       GET        /organiser/returns/:round/schools/:return/feedback.pdf -- it is not submitted
officers       GET!       /organiser/returns/:round/answers.* (3)
officers       GET        /organiser/returns/:round/disputes (1)
officers       POST       /organiser/returns/:round/disputes/:dispute -- nothing is disputed
officers       GET        /organiser/returns/:round/actions (1)
officers       POST       /organiser/returns/:round/actions/:action -- no action is there
officers       POST       /organiser/returns/:round/actions/:action/reopening -- no action is there
officers       GET POST   /organiser/returns/:round/moderation (1)
officers       GET POST   /organiser/returns/:round/moderation/:moderation -- nothing was drawn
officers       POST       /organiser/returns/:round/moderation/:moderation/grades -- nothing was drawn
officers       GET        /organiser/returns/case-records (1)
officers       GET POST   /organiser/schools/:id/case-records (2)
officers       GET        /organiser/returns/forms (1)
officers       GET POST   /organiser/returns/forms/new (1)
officers       GET POST   /organiser/returns/forms/:form (1)
officers       GET POST   /organiser/returns/forms/:form/sections/:section (1)
officers       POST       /organiser/returns/forms/:form/sections/:section/removal -- it is a new one
officers       GET POST   /organiser/returns/forms/:form/questions/:question (1)
officers       POST       /organiser/returns/forms/:form/questions/:question/removal -- it is a new one
officers       POST       /organiser/returns/forms/:form/moves
officers       GET POST   /organiser/returns/forms/:form/powers (1)
officers       POST       /organiser/returns/forms/:form/powers/checks -- it is a draft
officers       GET        /organiser/returns/forms/:form/preview (2)
officers       POST!      /organiser/returns/forms/:form/publication
officers       POST       /organiser/returns/forms/:form/copies
officers       GET        /organiser/evaluations (1)
officers       GET POST   /organiser/evaluations/:code (1)
organisers     GET        /organiser/events/:code/messages (1)
organisers     GET POST   /organiser/events/:code/messages/:message (1)
organisers     GET        /organiser/events/:code/requests (1)
organisers     GET        /organiser/bookings (2)
organisers     GET!       /organiser/bookings/places.* (3)
organisers     GET        /organiser/events/:code/bookings (3)
organisers     GET        /organiser/events/:code/workshops (1)
organisers     GET POST   /organiser/events/:code/workshops/people -- the event has no workshops
organisers     GET!       /organiser/events/:code/workshops/people.* -- the event has no workshops
organisers     GET POST   /organiser/events/:code/workshops/assignment -- the event has no workshops
organisers     GET POST   /organiser/bookings/bulk (1)
organisers     GET        /organiser/bookings/bulk/:id (1)
organisers     POST!      /organiser/bookings/bulk/:id/start
organisers     POST       /organiser/bookings/bulk/:id/continue
organisers     GET        /organiser/events/:code/day (2)
organisers     GET        /organiser/events/:code/money (1)
organisers     GET!       /organiser/events/:code/money.* (2)
organisers     GET        /organiser/events/:code/results (1)
organisers     GET!       /organiser/events/:code/results.* (2)
organisers     GET        /organiser/events/:code/print (2)
organisers     GET!       /organiser/events/:code/print/speakers.* (2)
organisers     GET        /organiser/events/:code/print/:part (2)
organisers     GET        /organiser/events/:code/needs (1)
organisers     GET!       /organiser/events/:code/needs.* (2)
organisers     GET POST!  /organiser/events/:code/needs/access (1)
organisers     GET POST   /organiser/events/:code/needs/access/:matter (1)
organisers     POST       /organiser/events/:code/needs/access/:matter/owner
organisers     GET POST   /organiser/series (1)
organisers     GET        /organiser/series/:id (1)
organisers     POST       /organiser/series/:id/join
organisers     POST       /organiser/series/:id/leave
organisers     POST       /organiser/series/:id/prices
organisers     GET POST   /organiser/events/:code/copy (1)
organisers     GET POST   /organiser/events/:code/move (2)
organisers     GET        /organiser/events/:code/preview (2)
organisers     GET        /organiser/messages (1)
organisers     GET!       /organiser/messages/sent.* (2)
organisers     GET POST   /organiser/messages/again (1)
organisers     GET        /organiser/messages/:id (1)
organisers     POST       /organiser/messages/:id/again
organisers     GET        /organiser/wordings (1)
organisers     GET POST   /organiser/wordings/:name (2)
organisers     GET POST   /organiser/wordings/:name/default (1)
organisers     GET        /organiser/sendings (1)
organisers     GET        /organiser/sendings/:id (1)
organisers     POST       /organiser/sendings/:id/pause
organisers     POST       /organiser/sendings/:id/resume
organisers     GET        /organiser/addresses (1)
organisers     GET        /organiser/addresses/:id (1)
organisers     GET POST   /organiser/addresses/:id/works-again (1)
organisers     GET        /organiser/events/:code/unreached (1)
organisers     POST?      /organiser/mailings/ticked
writers        GET POST   /organiser/mailings/new (1)
writers        GET POST   /organiser/mailings/:id/whom (2)
writers        GET        /organiser/mailings/:id/people (3)
writers        GET!       /organiser/mailings/:id/ring.* (4)
writers        GET POST   /organiser/mailings/:id/words (1)
writers        GET        /organiser/mailings/:id/preview (3)
writers        POST       /organiser/mailings/:id/test
writers        GET POST!  /organiser/mailings/:id/send (3)
writers        POST!      /organiser/mailings/:id/later
writers        POST       /organiser/mailings/:id/do-not-send
writers        POST       /organiser/mailings/:id/discard
writers        GET        /organiser/mailings (1)
writers        GET        /organiser/mailings/:id (3)
writers        POST       /organiser/mailings/:id/pause
writers        POST       /organiser/mailings/:id/go-on
writers        GET POST   /organiser/mailings/:id/stop (1)
writers        POST       /organiser/mailings/:id/again
writers        POST       /organiser/mailings/:id/once-more -- the mailing of these tests is no invitation
writers        GET POST   /organiser/events/:code/invite (2)
organisers     GET        /organiser/meetings/:sessionId (2)
organisers     POST       /organiser/meetings/:sessionId/threshold
organisers     POST       /organiser/meetings/:sessionId/reports
organisers     POST       /organiser/meetings/:sessionId/said
organisers     POST       /organiser/meetings/:sessionId/together
organisers     GET POST   /organiser/meetings/:sessionId/reports/:report (2)
organisers     GET POST   /organiser/meetings/:sessionId/reports/:report/undo (2)
organisers     GET!       /register/:sessionId/register.* (2)
organisers     GET        /organiser/register-imports/reviews (1)
organisers     GET POST   /organiser/register-imports/reviews/:id (1)
organisers     POST?      /organiser/register-imports/reviews/:id/take-back
organisers     GET POST   /organiser/register-imports (1)
organisers     GET        /organiser/register-imports/new (1)
organisers     GET        /organiser/register-imports/:id (1)
organisers     GET        /organiser/register-imports/:id/progress (2)
organisers     POST!      /organiser/register-imports/:id/apply
organisers     GET POST   /organiser/register-imports/:id/undo -- it is not applied
organisers     GET POST   /organiser/schools/outside/new (2)
organisers     GET POST!  /organiser/schools/contacts-import (1)
organisers     GET        /organiser/schools/contacts-import/template.csv (1)
organisers     POST!      /organiser/schools/contacts-import/apply
organisers     GET POST   /organiser/schools/earlier-attendance (1)
organisers     GET        /organiser/schools/earlier-attendance/template.csv (1)
organisers     POST!      /organiser/schools/earlier-attendance/apply
organisers     GET        /organiser/schools/earlier-attendance/:batchId (1)
organisers     POST       /organiser/schools/earlier-attendance/:batchId/undo
organisers     GET POST   /organiser/schools/:id/edit -- the register says what it is
organisers     GET POST!  /organiser/schools/:id/contacts/new (3)
organisers     GET POST   /organiser/schools/:id/contacts/:contactId/end (1)
organisers     GET POST!  /organiser/records/people/:id/erase (3)
organisers     GET        /organiser/records/people/:id (2)
organisers     POST       /organiser/records/people/:id/requests
organisers     POST       /organiser/records/people/:id/requests/:request/identity
organisers     POST!      /organiser/records/people/:id/requests/:request/copy
organisers     POST       /organiser/records/people/:id/requests/:request/answer
organisers     GET        /organiser/records (3)
organisers     GET POST   /organiser/records/holds/new (1)
organisers     POST       /organiser/records/holds/:id/review
organisers     GET        /organiser/audit (9)
organisers     POST?      /organiser/records/runs
organisers     POST!      /organiser/records/runs/:id -- nothing is proposed
organisers     GET        /bookings/:reference/history (1)
organisers     GET POST   /bookings/:reference/undo (1)
organisers     GET        /bookings/:reference/decision (4)
organisers     POST       /bookings/:reference/decision/approve
organisers     POST       /bookings/:reference/decision/refuse

administrators GET POST!  /organiser/roles (1)
administrators GET POST!  /organiser/roles/:id/revoke (1)
administrators GET        /organiser/accounts/:id (2)
administrators POST       /organiser/accounts/:id/sign-out
administrators GET POST!  /organiser/accounts/:id/factors (1)
administrators POST!      /organiser/accounts/:id/factors/agree
administrators POST!      /organiser/accounts/:id/factors/release
administrators POST!      /organiser/accounts/:id/factors/withdraw
administrators GET        /organiser/first-steps (2)
organisers     GET        /organiser/manage (1)
administrators GET        /organiser/ready (3)
administrators GET POST!  /organiser/open-data (1)
administrators GET POST!  /organiser/open-data/:number -- the report is of no school year
administrators GET POST!  /organiser/settings (1)
administrators GET POST   /organiser/settings/logo (1)
administrators GET        /organiser/settings/preview.svg -- no colour is asked for
administrators GET POST!  /organiser/settings/reports (1)
administrators GET POST   /organiser/settings/template (1)
administrators GET POST!  /organiser/settings/pages/:page (2)
administrators GET POST!  /organiser/records/periods/:class (1)
administrators GET POST!  /organiser/records/holds/:id/end (1)
administrators GET        /organiser/complaints (1)
administrators GET POST   /organiser/complaints/new (1)
administrators GET        /organiser/complaints/:id (1)
administrators POST       /organiser/complaints/:id/acknowledged
administrators POST       /organiser/complaints/:id/answer

local          GET        /dev/floor/:trips (1)
local          POST       /dev/floor/batch
local          GET        /dev (1)
local          POST       /dev/sign-in -- no such person
local          GET        /dev/inbox (1)
local          GET        /dev/inbox.json (1)
local          GET        /dev/inbox/:id -- no such mail
local          GET        /dev/inbox/:id/body -- no such mail
local          GET        /dev/inbox/:id/source -- no such mail
local          GET        /dev/inbox/:id/message.eml -- no such mail
local          GET        /dev/inbox/:id/attachments/:index -- no such mail
local          POST       /dev/inbox/:id/acts -- no such mail
local          POST       /dev/inbox/:id/address -- no such mail
local          GET        /dev/emails (0)
local          GET        /dev/emails/:name (0)
local          GET        /dev/emails/:name/:sample/body (0)

command        GET POST   /dev/commands/demonstration
command        POST       /dev/commands/import
command        GET        /dev/commands/audit
command        GET        /dev/commands/asked
command        POST       /dev/commands/entry-link
command        POST       /dev/commands/erasures
command        POST       /dev/commands/restored
command        GET        /dev/commands/calendars
`

export const routeTable: readonly Row[] = table
  .split('\n')
  .filter((line) => line !== '')
  .flatMap((line) => {
    const [said = '', why] = line.split(' -- ')
    const [, before = '', trips, inAll, priced] = said.trim().match(/^(.*?)(?: \((\d+)\))?(?: \{(\d+)(?:, (\d+) priced)?\})?$/) ?? []
    const words = before.split(/ +/)
    const written = words.at(-1) ?? ''
    // A list’s files are of three kinds.
    const paths = written.endsWith('.*') ? ['csv', 'xlsx', 'ods'].map((kind) => written.replace('*', kind)) : [written]
    const asked = words.slice(1, -1).flatMap((word) => paths.map((path) => [word, path] as const))
    return asked.map(([word, path]) => ({
      who: words[0] as Who,
      method: word.replace(/[!?]+/, ''),
      path,
      proof: word.includes('!'),
      names: word.endsWith('?'),
      nothing: why !== undefined,
      trips: trips === undefined ? undefined : Number(trips),
      inAll: inAll === undefined || word.startsWith('GET') ? undefined : Number(inAll),
      inAllPriced: priced === undefined || word.startsWith('GET') ? undefined : Number(priced),
    }))
  })
