// Where personal data is stored, and how each is erased. Erasing, the audit and copies for subject
// requests all use this one list.
import { mentions } from './mention-store.ts'
import type { RecordClass } from './record.ts'

/** Sets of ids (or words) that say whose a row is; conditions name them in braces. */
export const scopes = ['person', 'account', 'email', 'place', 'word', 'school', 'letter', 'mention'] as const
export type Scope = (typeof scopes)[number]

export type Personal = {
  table: string
  /** The row's kind in `RowToDestroy`; the table, unless two lines share one. */
  kind?: string
  /** Row t's key, if not `id`. */
  key?: string
  columns: string
  /** In people's words. */
  words: string
  class: RecordClass
  /** SQL about row t. */
  whose: string
  /** What replaces the data where the row stays (?1: the instant); else it is deleted. */
  instead?: string
  /**
   * SQL: row t still has personal data, for the audit. Default: always for deleted rows, never for
   * kept ones.
   */
  still?: string
  /** Row t's person and event, if not those being erased: both can be held. */
  holder?: string
  event?: string
}

const ofAccount = 't.accountId IN {account}'
const noAddress = `'erased-' || id || '@erased.invalid'`
const body = 'fromAddress toAddress replyTo subject text html attachments email headers'
const keptForm = { table: 'SavedForm', columns: 'page path fields', class: 'signing_in' } as const
const ofMessage = (column: string): string => `(SELECT m.${column} FROM Message m WHERE m.id = t.messageId)`

/** In deletion order: a row before those it refers to. */
export const personal: readonly Personal[] = [
  {
    ...keptForm,
    words: 'Forms kept while signing in again',
    whose: 't.signInId IN (SELECT s.id FROM SignIn s WHERE s.accountId IN {account} OR s.personId IN {person})',
  },
  { ...keptForm, kind: 'SavedForm about', words: 'Forms of others that name them', whose: mentions('t.fields') },
  { table: 'SignIn', columns: 'browser', words: 'Signed-in browsers', class: 'signing_in', whose: ofAccount },
  {
    table: 'KnownBrowser',
    key: `t.tokenHash || ' ' || t.accountId`,
    columns: 'tokenHash',
    words: 'Browsers known to be theirs',
    class: 'signing_in',
    whose: ofAccount,
  },
  { table: 'SignInCode', columns: 'email codeHash next', words: 'Sign-in codes', class: 'signing_in', whose: 't.email IN {email}' },
  {
    table: 'Factor',
    columns: 'label credentialId publicKey transports secret',
    words: 'Passkeys and authenticator apps',
    class: 'signing_in',
    whose: ofAccount,
  },
  { table: 'RecoveryCode', key: 't.codeHash', columns: 'codeHash', words: 'Printed codes', class: 'signing_in', whose: ofAccount },
  {
    table: 'OidcVisit',
    columns: 'state nonce codeVerifier next issuer subject shownAs',
    words: 'Visits to another provider of sign-in',
    class: 'signing_in',
    whose: ofAccount,
  },
  {
    table: 'OidcIdentity',
    columns: 'issuer subject shownAs',
    words: 'Links to another provider of sign-in',
    class: 'signing_in',
    whose: ofAccount,
  },
  {
    table: 'EmailChange',
    columns: 'oldEmail newEmail codeHash oldCodeHash undoHash',
    words: 'Changes of email address',
    class: 'people',
    whose: ofAccount,
  },
  {
    table: 'Feed',
    columns: 'tokenHash',
    words: 'Calendar addresses',
    class: 'people',
    whose: 't.personId IN {person} OR t.accountId IN {account}',
    // A working one violates another invariant.
    still: 't.endedAt IS NOT NULL',
  },
  {
    table: 'DelegateStatement',
    columns: 'statement',
    words: 'What was said on the page of a place',
    class: 'answers',
    whose: 't.linkId IN (SELECT l.id FROM PlaceLink l WHERE l.personId IN {person})',
  },
  { table: 'PlaceLink', columns: 'tokenHash', words: 'Links to the page of a place', class: 'people', whose: 't.personId IN {person}' },
  { table: 'AcceptanceLink', columns: 'tokenHash', words: 'Links to agree to a booking', class: 'people', whose: ofAccount },
  { table: 'Need', key: 't.placeId', columns: 'dietary access', words: 'Needs at events', class: 'needs', whose: 't.personId IN {person}' },
  {
    table: 'Answer',
    columns: 'value',
    words: 'Answers to questions of events',
    class: 'answers',
    whose: `t.placeId IN (SELECT p.id FROM Place p WHERE p.personId IN {person}) OR (t.supersededAt IS NOT NULL AND t.placeId IN {place})
      OR (t.bookingId IN (SELECT p.bookingId FROM Place p WHERE p.id IN {place}) AND ${mentions('t.value')})`,
  },
  {
    table: 'InviteReply',
    columns: 'answer stamp',
    words: 'What their calendar answered',
    class: 'answers',
    whose: 't.invitationId IN (SELECT i.id FROM Invitation i WHERE i.personId IN {person})',
  },
  {
    table: 'MessageBody',
    key: 't.messageId',
    columns: body,
    words: 'Messages sent to them',
    class: 'messages',
    whose: 't.messageId IN {letter}',
    instead: `fromAddress = '', toAddress = 'an erased person', email = '', replyTo = NULL, subject = 'A message to somebody who was erased',
      text = 'The text is not kept: the person it went to was erased.', html = '', attachments = '[]', headers = '{}'`,
    still: `t.email <> '' OR t.html <> '' OR t.attachments <> '[]'`,
    event: ofMessage('eventId'),
  },
  {
    table: 'MessageBody',
    kind: 'MessageBody about',
    key: 't.messageId',
    columns: body,
    words: 'Messages to others that name them',
    class: 'messages',
    whose: 't.messageId IN {mention}',
    instead: `subject = 'A message that named somebody who was erased', text = 'The text is not kept: it named a person who was erased.',
      html = '', attachments = '[]', replyTo = NULL`,
    still: '0',
    holder: ofMessage('personId'),
    event: ofMessage('eventId'),
  },
  {
    table: 'Message',
    columns: 'lastError',
    words: 'What the mail service said of messages to them',
    class: 'messages',
    whose: 't.id IN {letter} AND t.lastError IS NOT NULL',
    instead: 'lastError = NULL',
    still: 't.lastError IS NOT NULL',
    event: 't.eventId',
  },
  {
    table: 'SendingRecipient',
    key: `t.sendingId || ' ' || t.number`,
    columns: 'email name',
    words: 'Recipients of messages written by hand',
    class: 'messages',
    whose: 't.email IN {email} OR t.personId IN {person} OR t.accountId IN {account}',
    instead: `email = 'erased-' || number || '@erased.invalid', name = ''`,
    still: `t.name <> '' OR t.email NOT LIKE '%@erased.invalid'`,
  },
  { table: 'AddressProblem', columns: 'email', words: 'Addresses that do not work', class: 'mail_reports', whose: 't.email IN {email}' },
  {
    table: 'MailConsent',
    columns: 'email',
    words: 'Statements on news of conferences',
    class: 'people',
    whose: 't.email IN {email} OR t.accountId IN {account}',
  },
  {
    table: 'UnsubscribeLink',
    key: 't.tokenHash',
    columns: 'tokenHash email',
    words: 'Links to take consent back',
    class: 'people',
    whose: 't.email IN {email}',
  },
  {
    table: 'SchoolContact',
    columns: 'name email telephone',
    words: 'Contact of a school',
    class: 'people',
    whose: `t.email IN {email} OR (t.name <> '' AND t.schoolId IN {school} AND EXISTS (SELECT 1 FROM Person x WHERE x.id IN {person} AND lower(x.name) = lower(t.name)))`,
    instead: `name = '', telephone = '', email = ${noAddress}, endedAt = COALESCE(endedAt, ?1)`,
  },
  {
    table: 'Claim',
    columns: 'reason',
    words: 'Requests to act for a school',
    class: 'claims',
    whose: 't.accountId IN {account} OR t.personId IN {person}',
    instead: 'reason = NULL',
    still: 't.reason IS NOT NULL',
  },
  {
    table: 'TrustClaim',
    columns: 'reason',
    words: 'Requests to act for a trust',
    class: 'claims',
    whose: 't.accountId IN {account} OR t.personId IN {person}',
    instead: 'reason = NULL',
    still: 't.reason IS NOT NULL',
  },
  {
    table: 'UnlistedClaim',
    columns: 'name postcode reason',
    words: 'Requests for a setting that was not listed',
    class: 'claims',
    whose: 't.accountId IN {account} OR t.personId IN {person}',
    instead: `name = 'Erased', postcode = '', reason = NULL`,
    still: `t.name <> 'Erased' OR t.postcode <> '' OR t.reason IS NOT NULL`,
  },
  {
    table: 'BookingRequest',
    columns: 'typed reason',
    words: 'Requests for places',
    class: 'claims',
    whose: ofAccount,
    instead: `typed = NULL, reason = IIF(reason IS NULL, NULL, 'Erased')`,
    still: `t.typed IS NOT NULL OR t.reason <> 'Erased'`,
    event: 't.eventId',
  },
  {
    table: 'Booking',
    columns: 'askedBy refusedReason',
    words: 'Bookings they asked for',
    class: 'people',
    whose: `t.bookedById IN {account} OR t.bookerPersonId IN {person} OR (t.askedBy <> '' AND t.schoolId IN {school} AND ${mentions('t.askedBy')})`,
    instead: `askedBy = '', refusedReason = IIF(refusedReason IS NULL, NULL, 'Erased'),
      bookedById = IIF(bookedById IN {account}, NULL, bookedById), bookerPersonId = IIF(bookerPersonId IN {person}, NULL, bookerPersonId)`,
    still: '1',
    event: 't.eventId',
  },
  {
    table: 'BookingPayer',
    columns: 'billingEmail',
    words: 'Address for the bill of a booking',
    class: 'people',
    whose: 't.billingEmail IN {email}',
    instead: `billingEmail = ''`,
  },
  {
    table: 'PayerDetails',
    columns: 'billingName billingEmail billingAddress',
    words: 'Address for bills of a school',
    class: 'people',
    whose: 't.billingEmail IN {email}',
    instead: `billingName = '', billingEmail = '', billingAddress = ''`,
  },
  {
    table: 'Event',
    columns: 'contactName contactEmail contactTelephone',
    words: 'Contact of an event',
    class: 'people',
    whose: 't.contactEmail IN {email}',
    instead: `contactName = '', contactEmail = '', contactTelephone = ''`,
  },
  {
    table: 'Mark',
    columns: 'reason',
    words: 'Reasons of corrected marks',
    class: 'people',
    whose: `t.reason IS NOT NULL AND (t.placeId IN (SELECT p.id FROM Place p WHERE p.personId IN {person})
      OR t.walkInId IN (SELECT w.id FROM WalkIn w WHERE w.personId IN {person}))`,
    instead: `reason = 'The reason went with the person'`,
    still: `t.reason <> 'The reason went with the person'`,
  },
  {
    table: 'LocalMail',
    columns: 'fromAddress toAddress replyTo subject text html attachments',
    words: 'Mail kept on this machine instead of being sent',
    class: 'messages',
    whose: mentions(`t.toAddress || ' ' || t.subject || ' ' || t.text`),
  },
  {
    table: 'Account',
    columns: 'email',
    words: 'Sign-in',
    class: 'people',
    whose: 't.id IN {account}',
    instead: `email = ${noAddress}, erasedAt = ?1`,
    still: `t.email NOT LIKE '%@erased.invalid'`,
  },
  {
    table: 'Person',
    columns: 'name email telephone',
    words: 'Name, address and telephone number',
    class: 'people',
    whose: 't.id IN {person}',
    instead: 'name = NULL, email = NULL, telephone = NULL, erasedAt = ?1',
    still: 't.name IS NOT NULL OR t.email IS NOT NULL OR t.telephone IS NOT NULL',
  },
]
