// Every method and path of the service, and who may ask it, from what docs/rules and docs/guide/administrator.md say of each part that people play.
// `who.ts` says who they are. An exclamation mark: only who has shown of late that it is they. A
// question mark: a form that says nothing names nothing, and is told that there is nothing. After two dashes: why whoever may ask is told that
// there is nothing, because the world of these tests holds no such thing.
import type { Who } from './who.ts'

export type Row = { who: Who; method: string; path: string; proof: boolean; names: boolean; nothing: boolean }

const table = `
everyone       GET        /health -- it says that the settings of these tests are not whole
everyone       GET        /events.ics
everyone       GET        /feeds/:file -- no such feed
everyone       POST       /stripe/webhooks
everyone       POST       /resend/webhooks -- mail is not told of
everyone       GET        /theme.css
everyone       GET        /.well-known/security.txt -- no address for it is set
everyone       GET        /privacy
everyone       GET        /cookies
everyone       GET        /accessibility
everyone       GET        /data-protection-complaint
everyone       GET POST   /sign-in
everyone       GET POST   /sign-in/code -- no code was asked for
everyone       POST       /sign-out
everyone       GET POST   /enter/:token
everyone       GET POST   /vouch/:token -- no such link
everyone       GET POST   /agree/:token -- no such link
everyone       GET POST   /undo-address/:token -- no such link
everyone       GET        /sign-in/with/:provider -- no provider is set up
everyone       GET        /sign-in/with/:provider/callback -- no provider is set up
everyone       GET        /sign-in/first-time -- nobody came from a provider
everyone       GET POST   /sign-in/factor -- nobody is half signed in
everyone       POST?      /sign-in/factor/passkey -- nobody is half signed in
everyone       POST?      /sign-in/factor/passkey/options
everyone       GET POST   /unsubscribe/:token -- no such link
everyone       POST       /unsubscribe/:token/undo -- no such link
everyone       GET        /
everyone       GET        /events
everyone       GET        /events/:code
everyone       GET        /sitemap.xml
everyone       GET        /robots.txt
everyone       GET POST   /offers/:token -- no such link
everyone       GET        /events/:code/calendar
everyone       GET        /events/:code/calendar.ics
everyone       GET        /series/:id
everyone       GET        /events/:code/request
everyone       GET        /events/:code/bookings
everyone       GET        /bookings/:reference/:deeper -- there is nothing deeper

signedIn       GET POST   /account/mailbox
signedIn       GET POST   /account/who
signedIn       GET        /account
signedIn       GET POST   /account/name
signedIn       POST       /account/sign-ins/end
signedIn       POST       /account/sign-ins/end-others
signedIn       GET        /account/sign-in-links -- no provider is set up
signedIn       GET POST!? /account/sign-in-links/new
signedIn       POST!      /account/sign-in-links/:id/end -- no provider is set up
signedIn       GET POST   /account/prove
signedIn       GET POST   /account/prove/code
council        GET        /account/factors
council        POST!      /account/factors/app
signedIn       GET!       /account/factors/app
council        POST!      /account/factors/app/confirm
council        POST!      /account/factors/passkey/options
council        POST!      /account/factors/passkey
council        POST!      /account/factors/codes
signedIn       POST!      /account/factors/:id/end
signedIn       GET POST   /account/record
signedIn       GET POST!  /account/email
signedIn       GET POST   /account/email/code
signedIn       GET        /account/roles
signedIn       GET POST   /account/roles/new
signedIn       GET POST   /account/messages
signedIn       GET POST   /school/claims/unlisted
signedIn       GET        /school/claims/new
signedIn       GET POST   /school/claims
signedIn       POST       /school/claims/trust
signedIn       POST?      /school/claims/:id/mailbox
signedIn       GET POST?  /events/:code/book
signedIn       GET POST?  /events/:code/wait
signedIn       POST?      /events/:code/request
signedIn       GET        /requests/:id -- nobody asked
signedIn       GET POST   /requests/:id/withdraw -- nobody asked
signedIn       POST?      /events/:code/bookings
signedIn       POST?      /events/:code/wait/fewer
signedIn       GET POST   /events/:code/wait/withdraw -- nobody waits
signedIn       GET        /account/calendar
signedIn       POST       /account/calendar/:of
signedIn       GET        /account/calendar/:of/new
signedIn       GET POST   /account/calendar/:of/end
signedIn       GET        /school
signedIn       GET        /register/:sessionId/walk-ins

school         GET POST   /account/roles/:role
school         GET        /school/:school/staff
school         GET POST   /school/:school/staff/new
school         GET POST   /school/:school/staff/:role
school         GET        /school/:schoolId/people
school         GET        /school/:schoolId/people/:claimId/:does
school         POST       /school/:schoolId/people/:claimId/:decision
school         POST?      /school/:schoolId/people/:claimId/approver
school         POST       /school/:schoolId/people/:claimId/remove
school         GET        /school/:schoolId/money/invoices
school         GET        /school/:schoolId/money/invoices/:number -- no such invoice
school         GET POST   /school/:schoolId/money/invoices/:number/po -- no such invoice
school         GET        /school/:schoolId/agreements
school         GET        /school/:schoolId
school         GET        /school/:schoolId/money
school         GET        /school/:schoolId/money/statement
school         GET        /school/:schoolId/money/statement.csv
school         GET        /school/:schoolId/money/receipts/:number -- nothing was paid
school         GET POST   /school/:schoolId/money/lines/:number/dispute
school         POST       /school/:schoolId/money/disputes/:id/withdraw
school         GET        /school/:schoolId/money/:reference

bookers        GET        /bookings/:reference
bookers        GET POST   /bookings/:reference/cancel
school         POST       /bookings/:reference/agree
bookers        POST?      /bookings/:reference/ask-to-agree
bookers        GET POST   /bookings/:reference/references
bookers        GET        /bookings/:reference/messages
bookers        GET POST   /bookings/:reference/answers
school         GET POST   /bookings/:reference/pay
school         POST       /bookings/:reference/pay/give-up
bookers        GET        /bookings/:reference/paid -- nothing was paid by card
bookers        GET POST   /bookings/:reference/workshops -- the event has no workshops
bookers        GET POST   /bookings/:reference/places/:placeId/workshops -- the event has no workshops
bookers        GET POST   /bookings/:reference/names
bookers        GET POST   /bookings/:reference/places/:placeId/name
bookers        GET POST   /bookings/:reference/places/:placeId/correct
bookers        GET POST   /bookings/:reference/offer -- nothing is on offer
bookers        GET        /bookings/:reference/calendar
bookers        GET        /bookings/:reference/calendar.ics
bookers        GET POST   /bookings/:reference/move -- the event is of no series
bookers        GET POST   /bookings/:reference/addresses/:id -- every address works

delegate       GET        /place/:token
delegate       GET POST   /place/:token/needs
delegate       POST       /place/:token/needs/deletion
delegate       GET POST   /place/:token/answers
delegate       GET POST   /place/:token/workshops
delegate       GET POST   /place/:token/tell
delegate       GET        /place/:token/calendar
delegate       GET        /place/:token/calendar.ics -- there is no entry
delegate       POST       /place/:token/calendar/feed
delegate       GET        /place/:token/calendar/feed/new
delegate       GET POST   /place/:token/calendar/feed/end

door           GET        /register/:sessionId/walk-ins/new
door           POST       /register/:sessionId/walk-ins
door           GET POST   /register/:sessionId/people/:personId/school -- they are of a school
door           GET POST   /register/:sessionId/people/:personId/name -- everybody is named
door           GET        /register/:sessionId
door           GET        /register/:sessionId/sheet
door           GET        /register/:sessionId/people/:personId
door           POST?      /register/:sessionId/marks
door           GET POST   /register/:sessionId/mark-everyone -- it has not begun
door           GET POST   /register/:sessionId/close

anyDoor        GET        /register

reports        GET        /coverage
reports        GET        /coverage/figures.csv
reports        GET        /coverage/schools.csv
reports        GET        /coverage/paper
reports        GET        /coverage/schools
reports        GET        /coverage/schools/:id

schoolReaders  GET        /organiser/schools
schoolReaders  GET        /organiser/schools/schools.csv
schoolReaders  GET        /organiser/schools/:id

money          GET        /organiser/finance/payers
money          GET        /organiser/finance/trusts
money          GET        /organiser/finance/routes
money          GET        /organiser/finance/payers/:payer
money          GET        /organiser/finance/agreements
money          GET        /organiser/finance/agreements/:id
money          GET        /organiser/finance/prices
money          GET        /organiser/finance/prices/:key
money          GET        /organiser/finance/income
money          GET        /organiser/finance/income/months.csv
money          GET        /organiser/finance/income/events.csv
money          GET        /organiser/finance/proposals
money          GET        /organiser/finance/proposals/:id
money          GET        /organiser/finance/absences
money          GET        /organiser/finance/disputes
money          GET        /organiser/finance/disputes/:id
money          GET        /organiser/finance/periods
money          GET        /organiser/finance/reconciliation
money          GET        /organiser/finance
money          GET        /organiser/finance/debtors
money          GET        /organiser/finance/debtors.csv
money          GET        /organiser/finance/accounts/:payer
money          GET        /organiser/finance/accounts/:payer/statement
money          GET        /organiser/finance/accounts/:payer/statement.csv

finance        GET        /organiser/finance/invoice-settings
finance        POST!      /organiser/finance/invoice-settings/supplier
finance        POST!      /organiser/finance/invoice-settings/stripe
finance        GET        /organiser/finance/invoices
finance        GET        /organiser/finance/invoices.csv
finance        GET        /organiser/finance/invoices/:number -- no such invoice
finance        GET POST   /organiser/finance/invoices/:number/paid -- no such invoice
finance        GET POST   /organiser/finance/invoices/:number/again -- no such invoice
finance        POST!      /organiser/finance/routes
finance        GET POST!  /organiser/finance/payers/:payer/routes/new
finance        GET POST!  /organiser/finance/payers/:payer/central/new -- a school pays for no other
finance        GET POST!  /organiser/finance/payers/:payer/:what/:id/stop
finance        GET POST!  /organiser/finance/payers/:payer/details
finance        GET POST!? /organiser/finance/agreements/new
finance        GET POST!  /organiser/finance/agreements/:id/end
finance        GET POST!  /organiser/finance/vat
finance        GET POST!  /organiser/finance/vat/:id/retire
finance        GET POST!  /organiser/finance/prices/new
finance        GET POST!  /organiser/finance/prices/:key/edit
finance        GET POST!  /organiser/finance/prices/:key/retire
finance        GET POST!  /organiser/finance/prices/:key/codes/new
finance        GET POST!  /organiser/finance/prices/:key/codes/:id/end
finance        GET POST!  /organiser/finance/cards
finance        POST?      /organiser/finance/cards/refunds/:id/again
finance        GET        /organiser/finance/stripe
finance        POST       /organiser/finance/stripe/:id/again
finance        GET POST   /organiser/finance/journals
finance        GET        /organiser/finance/journals/make
finance        GET POST   /organiser/finance/journals/:number/answer
finance        GET        /organiser/finance/journals/:number
finance        GET        /organiser/finance/journals/:number/file.csv
finance        GET        /organiser/finance/invoice-requests/unpaid
finance        GET        /organiser/finance/invoice-requests/unpaid.csv
finance        GET POST   /organiser/finance/invoice-requests/payments
finance        GET        /organiser/finance/invoice-requests/payments/template.csv
finance        POST!      /organiser/finance/invoice-requests/payments/apply
finance        GET POST   /organiser/finance/invoice-requests/:reference
finance        GET POST   /organiser/finance/invoice-requests
finance        GET        /organiser/finance/invoice-requests/make
finance        GET POST   /organiser/finance/invoice-requests/:number/answer
finance        GET        /organiser/finance/invoice-requests/:number
finance        GET        /organiser/finance/invoice-requests/:number/file.csv
finance        GET POST!  /organiser/finance/file-columns
finance        GET POST   /organiser/finance/accounts/:payer/refund -- nothing was paid
finance        GET POST   /organiser/finance/accounts/:payer/write-off -- needs a booking
finance        GET POST   /organiser/finance/lines/:number/waiver
finance        GET POST   /organiser/finance/absences/:charge/waiver -- nobody was absent
finance        GET POST   /organiser/finance/accounts/:payer/payment
finance        GET POST   /organiser/finance/accounts/:payer/put -- nothing was paid
finance        GET POST   /organiser/finance/lines/:number/take-back -- the line is no payment
finance        GET POST!  /organiser/finance/second-person
finance        POST!      /organiser/finance/proposals/:id
finance        POST?      /organiser/finance/proposals/:id/withdraw
finance        POST       /organiser/finance/absences/check
finance        POST       /organiser/finance/absences/post
finance        POST       /organiser/finance/disputes/:id
finance        GET POST!  /organiser/finance/periods/:period/close

organisers     GET        /organiser/people/:person/roles
organisers     GET POST   /organiser/people/:person/roles/new
organisers     GET POST   /organiser/people/:person/roles/:role
organisers     GET        /organiser/people
organisers     GET        /organiser/people/compare
organisers     POST!      /organiser/people/merge
organisers     GET POST!  /organiser/people/merges/:id/undo
organisers     GET        /organiser/people/:id
organisers     GET POST   /organiser/people/:id/correct
organisers     GET POST!  /organiser/claims/unlisted/:id
organisers     GET        /organiser/claims
organisers     GET POST!  /organiser/claims/trust/:id
organisers     GET        /organiser/claims/:id/:decision
organisers     GET POST!  /organiser/claims/:id
organisers     POST!?     /organiser/claims/:id/approver
organisers     GET POST!  /organiser/events/:code/door
organisers     POST!      /organiser/events/:code/door/:id/revoke
organisers     GET        /organiser/log
organisers     GET        /organiser/refusals
organisers     GET POST   /organiser/bank-holidays
organisers     GET POST   /organiser/bank-holidays/:day/remove
organisers     GET POST   /organiser/term-dates
organisers     GET POST   /organiser/term-dates/:id/remove
organisers     GET        /organiser/terms
organisers     GET POST!  /organiser/terms/new
organisers     GET POST!  /organiser/terms/:key
organisers     GET POST!  /organiser/terms/:key/retire
organisers     GET POST   /organiser/events/new
organisers     GET POST   /organiser/events/:code/edit
organisers     GET        /organiser/events/:code/sessions/:sessionId/call-off
organisers     POST       /organiser/events/:code/sessions/:sessionId/calling-off
organisers     GET POST   /organiser/events/:code/rules
organisers     GET POST   /organiser/events/:code/held-back
organisers     GET POST   /organiser/events/:code/held-back/:id/release
organisers     GET        /organiser
organisers     GET        /organiser/events
organisers     GET        /organiser/events/:code
organisers     POST       /organiser/events/:code/publication
organisers     POST       /organiser/events/:code/unpublication
organisers     POST       /organiser/events/:code/booking-closure
organisers     POST       /organiser/events/:code/booking-reopening
organisers     GET        /organiser/events/:code/cancel
organisers     POST!      /organiser/events/:code/cancellation
organisers     GET        /organiser/events/:code/waiting
organisers     GET POST   /organiser/events/:code/waiting/offers/:offer/withdraw -- nothing is on offer
organisers     GET POST   /organiser/events/:code/waiting/:reference/offer
organisers     GET POST   /organiser/events/:code/waiting/:reference/remove
organisers     GET        /organiser/events/:code/ring-list
organisers     POST?      /organiser/events/:code/ring-list/marks
organisers     POST!      /organiser/events/:code/ring-list/export
organisers     GET        /organiser/events/:code/questions
organisers     GET POST   /organiser/events/:code/questions/new
organisers     GET POST   /organiser/events/:code/questions/:id/change
organisers     GET POST   /organiser/events/:code/questions/:id/retire
organisers     POST       /organiser/events/:code/questions/:id/:way
organisers     GET        /organiser/events/:code/answers
organisers     GET!       /organiser/events/:code/answers.csv
organisers     GET        /organiser/events/:code/messages
organisers     GET POST   /organiser/events/:code/messages/:message
organisers     GET        /organiser/events/:code/requests
organisers     GET        /organiser/bookings
organisers     GET POST!  /organiser/bookings/export
organisers     GET        /organiser/events/:code/bookings
organisers     GET        /organiser/events/:code/workshops
organisers     GET        /organiser/events/:code/workshops/people -- the event has no workshops
organisers     GET!       /organiser/events/:code/workshops/people.csv -- the event has no workshops
organisers     POST?      /organiser/events/:code/workshops/move
organisers     GET POST   /organiser/events/:code/workshops/assignment -- the event has no workshops
organisers     GET POST   /organiser/bookings/bulk
organisers     GET        /organiser/bookings/bulk/:id
organisers     POST!      /organiser/bookings/bulk/:id/start
organisers     POST       /organiser/bookings/bulk/:id/continue
organisers     GET        /organiser/events/:code/needs
organisers     GET!       /organiser/events/:code/needs.csv
organisers     GET POST!  /organiser/events/:code/needs/access
organisers     GET POST   /organiser/series
organisers     GET        /organiser/series/:id
organisers     POST       /organiser/series/:id/join
organisers     POST       /organiser/series/:id/leave
organisers     POST       /organiser/series/:id/prices
organisers     GET POST   /organiser/events/:code/copy
organisers     GET        /organiser/messages
organisers     GET POST!  /organiser/messages/export
organisers     GET POST   /organiser/messages/again
organisers     GET        /organiser/messages/:id
organisers     POST       /organiser/messages/:id/again
organisers     GET        /organiser/wordings
organisers     GET POST   /organiser/wordings/:name
organisers     GET POST   /organiser/wordings/:name/default
organisers     GET        /organiser/sendings
organisers     GET        /organiser/sendings/:id
organisers     POST       /organiser/sendings/:id/pause
organisers     POST       /organiser/sendings/:id/resume
organisers     GET        /organiser/addresses
organisers     GET        /organiser/addresses/:id
organisers     GET POST   /organiser/addresses/:id/works-again
organisers     GET        /organiser/events/:code/unreached
organisers     GET POST   /organiser/mailings/new
organisers     GET POST   /organiser/mailings/:id/whom
organisers     GET        /organiser/mailings/:id/people
organisers     GET!       /organiser/mailings/:id/ring.csv
organisers     GET POST   /organiser/mailings/:id/words
organisers     GET        /organiser/mailings/:id/preview
organisers     POST       /organiser/mailings/:id/test
organisers     GET POST!  /organiser/mailings/:id/send
organisers     POST       /organiser/mailings/:id/discard
organisers     GET        /organiser/mailings
organisers     GET        /organiser/mailings/:id
organisers     POST       /organiser/mailings/:id/pause
organisers     POST       /organiser/mailings/:id/go-on
organisers     GET POST   /organiser/mailings/:id/stop
organisers     POST       /organiser/mailings/:id/again
organisers     GET!       /register/:sessionId/register.csv
organisers     GET        /organiser/register-imports/reviews
organisers     GET POST   /organiser/register-imports/reviews/:id
organisers     POST?      /organiser/register-imports/reviews/:id/take-back
organisers     GET POST   /organiser/register-imports
organisers     GET        /organiser/register-imports/new
organisers     GET        /organiser/register-imports/:id
organisers     GET        /organiser/register-imports/:id/progress
organisers     POST       /organiser/register-imports/:id/apply
organisers     GET POST   /organiser/register-imports/:id/undo -- it is not applied
organisers     GET POST   /organiser/schools/outside/new
organisers     GET POST!  /organiser/schools/contacts-import
organisers     GET        /organiser/schools/contacts-import/template.csv
organisers     POST!      /organiser/schools/contacts-import/apply
organisers     GET POST   /organiser/schools/earlier-attendance
organisers     GET        /organiser/schools/earlier-attendance/template.csv
organisers     POST       /organiser/schools/earlier-attendance/apply
organisers     GET        /organiser/schools/earlier-attendance/:batchId
organisers     POST       /organiser/schools/earlier-attendance/:batchId/undo
organisers     GET POST   /organiser/schools/:id/edit -- the register says what it is
organisers     GET POST!  /organiser/schools/:id/contacts/new
organisers     GET POST   /organiser/schools/:id/contacts/:contactId/end
organisers     GET POST!  /organiser/records/people/:id/erase
organisers     GET        /organiser/records/people/:id
organisers     POST       /organiser/records/people/:id/requests
organisers     POST       /organiser/records/requests/:id/identity
organisers     POST!      /organiser/records/requests/:id/copy
organisers     POST       /organiser/records/requests/:id/answer
organisers     GET        /organiser/records
organisers     GET        /organiser/records/holds/new
organisers     POST       /organiser/records/holds
organisers     POST       /organiser/records/holds/:id/review
organisers     GET        /organiser/audit
organisers     POST?      /organiser/records/runs
organisers     POST!      /organiser/records/runs/:id -- nothing is proposed
organisers     GET        /bookings/:reference/history
organisers     GET POST   /bookings/:reference/undo
organisers     GET POST   /bookings/:reference/decision

administrators GET POST!  /organiser/roles
administrators GET POST!  /organiser/roles/:id/revoke
administrators GET        /organiser/accounts/:id
administrators POST       /organiser/accounts/:id/sign-out
administrators GET POST!  /organiser/accounts/:id/factors
administrators POST!      /organiser/accounts/:id/factors/agree
administrators POST!      /organiser/accounts/:id/factors/withdraw
administrators GET        /organiser/ready
administrators GET POST!  /organiser/settings
administrators GET        /organiser/settings/preview.svg -- no colour is asked for
administrators GET POST!  /organiser/settings/pages/:page
administrators GET POST!  /organiser/records/periods/:class
administrators POST!      /organiser/records/holds/:id/end

local          GET        /dev/floor/:trips
local          POST       /dev/floor/batch
local          GET        /dev/inbox
local          GET        /dev/inbox.json
local          GET        /dev/inbox/:id -- no such mail
local          GET        /dev/inbox/:id/body -- no such mail
local          GET        /dev/inbox/:id/source -- no such mail
local          GET        /dev/inbox/:id/message.eml -- no such mail
local          GET        /dev/inbox/:id/attachments/:index -- no such mail
local          POST       /dev/inbox/:id/acts -- no such mail
local          POST       /dev/inbox/:id/address -- no such mail
local          GET        /dev/emails
local          GET        /dev/emails/:name
local          GET        /dev/emails/:name/:sample/body

command        GET POST   /dev/commands/demonstration
command        POST       /dev/commands/import
command        GET        /dev/commands/audit
command        POST       /dev/commands/entry-link
command        GET        /dev/commands/calendars
`

export const routeTable: readonly Row[] = table
  .split('\n')
  .filter((line) => line !== '')
  .flatMap((line) => {
    const [said = '', why] = line.split(' -- ')
    const words = said.trim().split(/ +/)
    const path = words.at(-1) ?? ''
    return words.slice(1, -1).map((word) => ({
      who: words[0] as Who,
      method: word.replace(/[!?]+/, ''),
      path,
      proof: word.includes('!'),
      names: word.endsWith('?'),
      nothing: why !== undefined,
    }))
  })
