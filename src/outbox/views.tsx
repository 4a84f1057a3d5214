import { sayDay, sayInstant } from '../dates.ts'
import { Button, Select } from '../web/field.tsx'
import { Address, Pagination, SummaryList, Table, Tag, type TagColour } from '../web/page-parts.tsx'
import type { ListedMessage, MessageDetails, MessageList } from './listed-message.ts'
import type { MessageKind, MessageState } from './message.ts'

/** What each kind of message is called. */
export const messageKinds: Record<MessageKind, string> = {
  booking_confirmed: 'Booking confirmed',
  invitation: 'Invitation',
  invitation_again: 'Invitation, sent again to a new address',
  event_changed: 'Event changed',
  event_cancelled: 'Event cancelled',
  place_cancelled: 'Place cancelled',
  booking_cancelled: 'Booking cancelled',
  booking_restored: 'Cancellation undone',
  booking_repriced: 'Price or payer changed',
  offer: 'Offer of places',
  offer_accepted: 'Offer accepted',
  offer_ended: 'Offer or request ended',
  booking_decided: 'Approval decided',
  booking_moved: 'Booking moved to another date',
  names_wanted: 'Names wanted for places',
  delegates_changed: 'Who is coming has changed',
  places_released: 'Places without a name given up',
  delegate_says: 'A delegate cannot come',
  claim_requested: 'Asked to act for a school',
  claim_decided: 'Answer about acting for a school',
  email_changed: 'Notice that an address was changed',
  vouch_request: 'Question to a school’s mailbox',
  request_settled: 'Answer to a request for places',
  money_changed: 'What a booking owes has changed',
  money_decided: 'Decision about what a booking owes',
  invoice_sent: 'Invoice',
  invoice_reminder: 'Reminder of an invoice',
  card_received: 'Card payment received',
  card_too_late: 'Card payment that came too late',
  card_hold_ended: 'Places no longer held for a card payment',
  card_refund: 'Money paid back to a card',
  reminder_week: 'Reminder, a week before',
  reminder_day: 'Reminder, a day before',
  reminder_contact: 'Reminder to whoever booked, with who is coming',
  thanks: 'Thanks for coming',
  absence_noted: 'Absence noted',
  by_hand: 'Message written by an organiser',
  wording_test: 'Test of a message’s wording',
  address_failed: 'A colleague’s address does not work',
  unreached: 'People who could not be reached',
  reply_declined: 'Answer to a calendar’s “no”',
  contact_declined: 'A delegate’s calendar said no',
  mail_passed_on: 'Mail passed on to the organiser',
}

const states: Record<MessageState, [TagColour, string]> = {
  failed: ['red', 'Not delivered'],
  queued: ['yellow', 'Waiting'],
  sending: ['blue', 'Being sent'],
  sent: ['green', 'Sent'],
}

const StateTag = ({ state }: { state: MessageState }) => <Tag colour={states[state][0]}>{states[state][1]}</Tag>

const whenOf = (message: ListedMessage): string =>
  message.sentAt
    ? sayInstant(message.sentAt)
    : message.state === 'queued' && message.attempts > 0
      ? `Next attempt ${sayInstant(message.dueAt)}`
      : sayInstant(message.createdAt)

export const MessagesPage = ({
  list,
  state,
  event,
  page,
  pageSize,
  url,
  canSend,
}: {
  list: MessageList
  state: string
  event: string
  page: number
  pageSize: number
  url: string
  canSend: boolean
}) => (
  <>
    <h1 class="govuk-heading-l">Messages</h1>
    {canSend ? null : (
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">
          !
        </span>
        <strong class="govuk-warning-text__text">
          <span class="govuk-visually-hidden">Warning</span>
          This deployment has no key to send mail with, so every message waits. Nothing is lost: tell whoever runs Muster to set
          RESEND_API_KEY.
        </strong>
      </div>
    )}
    <ul class="muster-figures">
      <li>
        <span class="muster-figure">{list.counts.failed}</span> not delivered
      </li>
      <li>
        <span class="muster-figure">{list.counts.queued + list.counts.sending}</span> waiting
      </li>
      <li>
        <span class="muster-figure">{list.counts.sent}</span> sent
      </li>
    </ul>
    <form method="get" action="/organiser/messages" class="muster-filter">
      <Select
        name="state"
        label="State"
        value={state}
        options={[
          { value: 'all', text: 'All, not delivered first' },
          { value: 'failed', text: 'Not delivered' },
          { value: 'queued', text: 'Waiting' },
          { value: 'sent', text: 'Sent' },
        ]}
      />
      <Select
        name="event"
        label="Event"
        value={event}
        options={[
          { value: '', text: 'All events' },
          ...list.events.map((one) => ({ value: one.id, text: one.startsAt ? `${one.title}, ${sayDay(one.startsAt)}` : one.title })),
        ]}
      />
      <Button kind="secondary">Show</Button>
    </form>
    {list.messages.length === 0 ? (
      <p class="govuk-body">No messages match.</p>
    ) : (
      <Table
        dense
        caption={`${list.total} ${list.total === 1 ? 'message' : 'messages'}`}
        columns={['Subject', 'State', 'To', 'When', 'Event']}
        rows={list.messages.map((message) => [
          <a class="govuk-link" href={`/organiser/messages/${message.id}`}>
            {message.subject}
          </a>,
          <>
            <StateTag state={message.state} />
            {message.lastError ? <div class="govuk-hint govuk-!-margin-bottom-0">{message.lastError}</div> : null}
          </>,
          <Address email={message.toAddress} />,
          whenOf(message),
          message.eventCode ? (
            <a class="govuk-link" href={`/organiser/events/${message.eventCode}`}>
              {message.eventTitle}
            </a>
          ) : (
            ''
          ),
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={list.total} />
  </>
)

/** Whether the organiser may send it once more, and if not, why. */
const whyNotAgain = (message: MessageDetails): string | undefined => {
  if (message.state !== 'failed') return ''
  if (message.sentAgainAs) return 'It has been sent again.'
  return message.overtaken === 1 ? 'A newer message about the same calendar entry exists, so this one is not sent again.' : undefined
}

export const MessagePage = ({ message }: { message: MessageDetails }) => {
  const why = whyNotAgain(message)
  return (
    <>
      <h1 class="govuk-heading-l">{message.subject}</h1>
      <SummaryList
        rows={[
          ['State', <StateTag state={message.state} />],
          ['What went wrong', message.lastError ?? undefined],
          ['What it is', messageKinds[message.kind as MessageKind] ?? message.kind],
          ['To', message.toAddress],
          ['From', message.fromAddress],
          ['Answers go to', message.replyTo ?? undefined],
          ['Written', sayInstant(message.createdAt)],
          [
            'Attempts',
            message.attempts === 0
              ? 'None yet'
              : `${message.attempts}, the first on ${sayInstant(message.firstTriedAt ?? message.createdAt)}`,
          ],
          ['Next attempt', message.state === 'queued' && message.attempts > 0 ? sayInstant(message.dueAt) : undefined],
          ['Sent', message.sentAt ? sayInstant(message.sentAt) : undefined],
          ['Provider’s number', message.providerId ?? undefined],
          ['Calendar entry', message.method ? `${message.method}, sequence ${message.sequence}` : undefined],
          [
            'Event',
            message.eventCode ? (
              <a class="govuk-link" href={`/organiser/events/${message.eventCode}`}>
                {message.eventTitle}
              </a>
            ) : undefined,
          ],
          [
            'Booking',
            message.bookingReference ? (
              <a class="govuk-link" href={`/bookings/${message.bookingReference}`}>
                {message.bookingReference}
              </a>
            ) : undefined,
          ],
          [
            'Sends again',
            message.againOfId ? (
              <a class="govuk-link" href={`/organiser/messages/${message.againOfId}`}>
                an earlier message that was not delivered
              </a>
            ) : undefined,
          ],
          [
            'Sent again',
            message.sentAgainAs ? (
              <a class="govuk-link" href={`/organiser/messages/${message.sentAgainAs}`}>
                as a new message
              </a>
            ) : undefined,
          ],
        ]}
      />
      {why === undefined ? (
        <form method="post" action={`/organiser/messages/${message.id}/again`}>
          <Button>Send again</Button>
        </form>
      ) : why ? (
        <p class="govuk-body">{why}</p>
      ) : null}
      <h2 class="govuk-heading-m">What it says</h2>
      <pre class="muster-plain-text">{message.text}</pre>
      {message.attachments.length > 0 ? (
        <p class="govuk-body">Attached: {message.attachments.map((attachment) => attachment.filename).join(', ')}.</p>
      ) : null}
    </>
  )
}
