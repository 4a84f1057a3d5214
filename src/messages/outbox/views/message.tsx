import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { labelOf } from '../kind.ts'
import type { MessageDetails, MessageHistory } from '../listed-message.ts'
import { standingOf, timelineOf } from '../timeline.ts'
import { BecameTag, becameSentences } from '../views.tsx'

/** '' where no reason is needed, undefined when they can. */
const whyNotAgain = ({ message, address }: MessageHistory): string | undefined => {
  if (message.state !== 'failed') return ''
  if (message.sentAgainAs) return 'It has been sent again.'
  if (message.overtaken === 1) return 'A newer message about the same calendar entry exists, so this one is not sent again.'
  if (address.some((one) => one.solvedAt === null))
    return 'Its address does not work. Correct the address of the person it is for: what was missed is sent again then.'
  return message.withheld === 1 ? 'It was not tried, and is not sent again from here.' : undefined
}

const link = (href: string, text: string | null) => <Link href={href}>{text}</Link>

const Quiet = ({ text }: { text: string | undefined }) => (text ? <div class="muster-quiet muster-break">{text}</div> : null)

const Timeline = ({ history }: { history: MessageHistory }) => (
  <ol class="govuk-list muster-timeline">
    {timelineOf(history).map(({ at, sentence, detail, href }) => (
      <li>
        <time datetime={at} class="govuk-!-font-weight-bold">
          {sayInstant(at)}
        </time>
        <div class="muster-break">{href ? link(href, sentence) : sentence}</div>
        <Quiet text={detail} />
      </li>
    ))}
  </ol>
)

const facts = (message: MessageDetails) =>
  [
    [
      'What became of it',
      <>
        <BecameTag became={message.became} /> {becameSentences[message.became]}
      </>,
    ],
    ['What went wrong', message.lastError ?? undefined],
    ['What it is', labelOf(message.kind)],
    ['To', message.toAddress],
    ['Person', message.personName ? link(`/organiser/people/${message.personId}`, message.personName) : undefined],
    ['School', message.schoolName ? link(`/organiser/schools/${message.schoolId}`, message.schoolName) : undefined],
    ['From', message.fromAddress],
    ['Answers go to', message.replyTo ?? undefined],
    ['Next attempt', message.state === 'queued' && message.attempts > 0 ? sayInstant(message.dueAt) : undefined],
    ['Calendar entry', message.method ? `${message.method}, sequence ${message.sequence}` : undefined],
    ['Event', message.eventCode ? link(`/organiser/events/${message.eventCode}`, message.eventTitle) : undefined],
    ['Booking', message.bookingReference ? link(`/bookings/${message.bookingReference}`, message.bookingReference) : undefined],
    ['Sent with', message.sendingId ? link(`/organiser/sendings/${message.sendingId}`, 'others, with one press') : undefined],
  ] as const

/** @param sendAgain the form, for one that can be */
export const MessagePage = ({ history, sendAgain }: { history: MessageHistory; sendAgain: Child }) => {
  const { message } = history
  const why = whyNotAgain(history)
  const standing = standingOf(history)
  return (
    <>
      <SummaryList rows={facts(message)} />
      {why === undefined ? sendAgain : why ? <P>{why}</P> : null}
      <Heading>Its history</Heading>
      <Timeline history={history} />
      {standing ? <P>{standing}</P> : null}
      <p class="govuk-body muster-quiet">
        That a mail server accepted a message says nothing of anybody having read it. Whether mail is opened is not tracked.
      </p>
      <Heading>What it says</Heading>
      <pre class="muster-plain-text">{message.text}</pre>
      {message.attachments.length > 0 ? <P>Attached: {message.attachments.map((attachment) => attachment.filename).join(', ')}.</P> : null}
    </>
  )
}
