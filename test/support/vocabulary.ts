// The words that names of files are made of. Whoever needs another adds it here, and so looks first whether there is one already.

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** What acts begin with. Jobs of the clock: expire, notify, retry, resume, reconcile, offer, chase, follow, settle, sweep. */
export const verbs = list(`
  add admit allow answer apply arrange ask begin book bound call cancel change chase choose claim close compare compose confirm copy correct count credit
  decide decline delete deliver drain draw edit end enter erase expire export fill find follow freeze grant guess hold import invite issue link make mark match measure
  merge move name notify offer open pass pause place post postpone prepare preview price prove propose publish raise read reconcile record redact refund release reopen
  remind remove renew reprice request resend reset resolve resume retry return revoke run save seal send set settle share show sign spend start stop swap sweep take tell acknowledge
  transfer undo visit void vouch wait withdraw write
`)

/** What the service is about, what a page is made of, and the words that tell two of a kind apart. Plurals follow. */
export const nouns = list(`
  absence acceptance asking batch book call calling cast chase ladder rung catalogue check chunk decline definition invite ledger reading run test upload vouch
  access advice accessibility account act action addition address age agreement amount answer appearance archive assignment attendance arrival
  ask audience audit automatic balance bill block body booker booking box branch break browser budget bulk button calendar cancellation card ceiling certificate
  chance change charge chart checkout checkpoint choice cipher claim clash classification clock code colleague colour column condition conference consent contact content context
  cookie correction council county coverage credit csv data date day deadline debt decision declaration decoding default delegate delivery demonstration device
  detail difference digest dispute document domain door draft due edition email entitlement entry environment evaluation erasure error event evidence exception fact factor failure feed field
  figure file filter fingerprint flash footer form format frame grid guard habit head header health help helper history hold holder holiday home hour identity import inbox
  detail difference dispute document domain door draft due edition email entitlement entry environment erasure error event evidence exception fact factor failure feed field
  figure file filter fingerprint flash font footer form format frame grid guard habit head header health helper history hold holder holiday home hour identity import inbox
  income invitation invitee invoice job kind language launch layout length limit line link list loading log look mail mailbox mailing mark material meeting memory mention
  message method money multipart name need newcomer next notice number offer order organisation organiser outbox overview owner pace page paper part passage path
  payer payment people period permission person place plan policy population post postponement press price privacy problem programme progress proof proposal provider publication question queue
  quota range reason recipient recommendation reconciliation record redirect reference refusal register reminder reply report request requirement result retention review role room route
  row rule sample scan schema school scope score seal search secret section security sentence sending series session setting shape sheet sign slot span spelling staff standing state statement
  spec status step store subject succession sum summary supplier suppression switch table template term text thanks threshold time timeline timetable title training tree trend trust turn twin value vat venue view vocabulary ticket qr
  feedback moderation power redaction return round signature submission
  warning webhook wording word work workshop year zone
 api atomically client database docx oidc prisma resend sql totp webauthn xlsx ods zip id env ical pdf workbook
  accounting accepted asked booked bookable busy called cancelled cancelling card-payment coming confirmed contactless corrected counted course current decided declined
  earlier ended everyone failed filled held inbound joining kept known late listed live local measured missing moved named naming new nightly no noted overdue frozen
  badge pack speaker tab
  guidance receipt uptake version issue issued issuing governor adoption
  likely own packed paid pair passed pasted past paying personal plain posted pressed pretend pricing private progress public ready received refused reminding repriced resting
  requested restored ring running second sent shared shown signed source stored structured taken told undoing unlisted unreached unseen upcoming waiting walk working
  acting at before changed dry made missed outside owed released
  again back by for from in not of off on once or to too up together with without
`)
