import { sayDay, sayInstant } from '#base/dates.ts'
import { Button, DayField, Select, TextField } from '#base/web/field.tsx'
import { Address, Link, P, Pagination, Table, Title, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { kinds, labelOf } from '../kind.ts'
import { type ListedMessage, type MessageFilter, type MessageList, messageQuery, pageSize, type ShownState } from '../listed-message.ts'
import { BecameTag, OutcomeFigures } from '../views.tsx'

const stateWords: Record<ShownState, string> = {
  all: 'All, not delivered first',
  troubled: 'Not delivered, for whatever reason',
  failed: 'Could not be sent',
  bounced: 'Bounced or unwanted',
  withheld: 'Withheld: not tried',
  waiting: 'Waiting',
  sent: 'Sent, nothing heard yet',
  accepted: 'Accepted by the mail server',
}

const whenOf = (message: ListedMessage): string =>
  message.state === 'queued' && message.attempts > 0
    ? `Next attempt ${sayInstant(message.dueAt)}`
    : sayInstant(message.deliveryStatusAt ?? message.sentAt ?? message.createdAt)

/** Rows of messages with their outcome and a link to their history. */
export const MessageTable = ({
  messages,
  caption,
  event = true,
}: {
  messages: readonly ListedMessage[]
  caption: string
  /** Adds a column for the event. */
  event?: boolean
}) => (
  <Table
    dense
    caption={caption}
    columns={['Subject', 'What became of it', 'To', 'When', ...(event ? ['Event'] : [])]}
    rows={messages.map((message) => [
      <>
        <Link href={`/organiser/messages/${message.id}`}>{message.subject}</Link>
        <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{labelOf(message.kind)}</div>
      </>,
      <>
        <BecameTag became={message.became} />
        {message.replaced === 1 ? <div class="govuk-hint govuk-!-margin-bottom-0">Sent again</div> : null}
        {message.lastError ? <div class="govuk-hint govuk-!-margin-bottom-0">{message.lastError}</div> : null}
      </>,
      <>
        <Address email={message.toAddress} />
        {message.schoolName ? <div class="govuk-hint govuk-!-margin-bottom-0">{message.schoolName}</div> : null}
      </>,
      whenOf(message),
      ...(event ? [message.eventCode ? <Link href={`/organiser/events/${message.eventCode}`}>{message.eventTitle}</Link> : ''] : []),
    ])}
  />
)

const Narrowed = ({ what, name, filter }: { what: string; name: string | null; filter: MessageFilter }) =>
  name === null ? null : (
    <P>
      Only messages of the {what} {name}. <Link href={`/organiser/messages${messageQuery(filter)}`}>Show those of everybody</Link>
    </P>
  )

export const MessagesPage = ({
  list,
  filter,
  page,
  url,
  canSend,
}: {
  list: MessageList
  filter: MessageFilter
  page: number
  url: string
  canSend: boolean
}) => (
  <>
    <Title>Messages</Title>
    {canSend ? null : (
      <Warning>
        This deployment has no key to send mail with, so every message waits. Nothing is lost: tell whoever runs Muster to set
        RESEND_API_KEY.
      </Warning>
    )}
    <OutcomeFigures outcomes={list.counts} />
    <Narrowed what="school" name={filter.school ? list.school : null} filter={{ ...filter, school: '' }} />
    <Narrowed what="person" name={filter.person ? list.person : null} filter={{ ...filter, person: '' }} />
    <form method="post" action="/organiser/messages" class="muster-filter">
      {(['school', 'person', 'sending'] as const).map((key) =>
        filter[key] ? <input type="hidden" name={key} value={filter[key]} /> : null,
      )}
      <Select
        name="state"
        label="What became of it"
        value={filter.state}
        options={Object.entries(stateWords).map(([value, text]) => ({ value, text }))}
      />
      <Select
        name="event"
        label="Event"
        value={list.events.find((one) => one.id === filter.event || one.code === filter.event.toUpperCase())?.code ?? ''}
        options={[
          { value: '', text: 'All events' },
          ...list.events.map((one) => ({ value: one.code, text: one.startsAt ? `${one.title}, ${sayDay(one.startsAt)}` : one.title })),
        ]}
      />
      <Select
        name="kind"
        label="Kind"
        value={filter.kind}
        options={[
          { value: '', text: 'All kinds' },
          ...kinds.map((kind) => ({ value: kind, text: labelOf(kind) })).sort((a, b) => a.text.localeCompare(b.text, 'en-GB')),
        ]}
      />
      <TextField name="q" label="Name, address or subject" type="search" width={30} value={filter.q} />
      <DayField name="from" label="Written from" value={filter.from} />
      <DayField name="to" label="Written until" value={filter.to} />
      <Button kind="secondary">Show</Button>
    </form>
    <ul class="govuk-list">
      <li>
        <Link href={`/organiser/messages/export${messageQuery(filter)}`}>Download the proof of what was sent</Link>
      </li>
      {list.counts.failed + list.counts.bounced + list.counts.withheld > 0 ? (
        <li>
          <Link href={`/organiser/messages/again${messageQuery({ ...filter, state: 'all' })}`}>Send again what can be sent again</Link>
        </li>
      ) : null}
      <li>
        <Link href="/organiser/sendings">Messages that went to a group</Link>
      </li>
    </ul>
    {list.messages.length === 0 ? (
      <P>No messages match.</P>
    ) : (
      <MessageTable messages={list.messages} caption={counted(list.total, 'message')} />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={list.total} />
  </>
)
