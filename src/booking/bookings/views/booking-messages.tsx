import { sayInstant } from '#base/dates.ts'
import { Address, Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { labelOf } from '#messages/outbox/kind.ts'
import type { MessageOutcome } from '#messages/outbox/listed-message.ts'
import { BecameTag } from '#messages/outbox/views.tsx'

type Line = {
  id: string
  kind: string
  became: MessageOutcome
  toAddress: string
  createdAt: string
  sentAt: string | null
  deliveryStatusAt: string | null
}

type BookingMessagesPageProps = {
  reference: string
  messages: readonly Line[]
  total: number
  page: number
  pageSize: number
  url: string
  /** May open each. */
  organiser: boolean
}

/**
 * A booking's messages: kind, recipient, time and outcome. Not their text, which may hold a
 * delegate's own link.
 */
export const BookingMessagesPage = ({ reference, messages, total, page, pageSize, url, organiser }: BookingMessagesPageProps) => (
  <>
    <Title>Messages about booking {reference}</Title>
    <P>
      “Accepted” says that the recipient’s mail server took the message, not that anybody has read it. “Bounced” and “Not sent” say that it
      did not arrive: check the address.
    </P>
    {messages.length === 0 ? (
      <P>Nothing has been sent yet.</P>
    ) : (
      <Table
        dense
        caption={`${counted(total, 'message')}, the newest first`}
        columns={['Message', 'What became of it', 'To', 'Written', 'Last heard']}
        rows={messages.map((message) => {
          const kind = labelOf(message.kind)
          return [
            organiser ? <Link href={`/organiser/messages/${message.id}`}>{kind}</Link> : kind,
            <BecameTag became={message.became} />,
            <Address email={message.toAddress} />,
            sayInstant(message.createdAt),
            message.deliveryStatusAt || message.sentAt ? sayInstant(message.deliveryStatusAt ?? message.sentAt ?? '') : '',
          ]
        })}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={total} />
  </>
)
