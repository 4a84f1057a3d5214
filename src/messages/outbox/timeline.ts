// The history of one message in sentences, in order of time. It never says that anybody read it: a
// sender only learns that a mail server accepted it.
import type { Instant } from '#base/dates.ts'
import { sayAct } from '#base/log/entry.ts'
import type { CausedBy, ChainLink, MessageHistory, ToldOfMail } from './listed-message.ts'
import { whyWithheld } from './message.ts'

export type Step = { at: Instant; sentence: string; detail?: string | undefined; href?: string | undefined }

const server = 'the recipient’s mail server'

const toldWords: Record<string, string> = {
  'email.sent': 'The provider took it to deliver it',
  'email.scheduled': 'The provider keeps it to send it later',
  'email.delivered': `Accepted by ${server}`,
  'email.delivery_delayed': `Delayed: ${server} does not take it yet, and the provider tries again`,
  'email.bounced': `Returned: ${server} did not take it`,
  'email.complained': 'Marked as unwanted by the person who got it',
  'email.suppressed': 'Not delivered: the provider sends nothing more to this address',
  'email.failed': 'The provider could not send it',
}

const deliveryStatusWords = {
  delivered: toldWords['email.delivered'],
  delayed: toldWords['email.delivery_delayed'],
  bounced: toldWords['email.bounced'],
  complained: toldWords['email.complained'],
  suppressed: toldWords['email.suppressed'],
  failed: toldWords['email.failed'],
} as const

const answers: Record<string, string> = { accepted: 'accepted', declined: 'declined', tentative: 'perhaps' }

/** The texts in the provider's report, such as why it bounced. */
const detailOf = (told: ToldOfMail): string | undefined => {
  const words: string[] = []
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value !== '') words.push(value)
    else if (value && typeof value === 'object') for (const inner of Object.values(value)) collect(inner)
  }
  collect(JSON.parse(told.detail))
  return words.length > 0 ? words.join('; ') : undefined
}

const cause = ({ act, who, origin }: CausedBy): string =>
  `${sayAct(act)}${who ? `, by ${who}` : origin === 'schedule' ? ', when it fell due' : ''}`

const page = (id: string): string => `/organiser/messages/${id}`

const chained = (one: ChainLink, own: ChainLink): Step[] =>
  one.id === own.id
    ? []
    : one.id < own.id
      ? [{ at: one.createdAt, sentence: 'An earlier message with the same words was written; this one sends it again', href: page(one.id) }]
      : [{ at: one.createdAt, sentence: 'Sent again as a new message', href: page(one.id) }]

/** What happened to a message, oldest first. */
export const timelineOf = (history: MessageHistory): Step[] => {
  const { message, told } = history
  const own = { id: message.id, createdAt: message.createdAt, became: message.became, toAddress: message.toAddress }
  const { deliveryStatus } = message
  const isTold = (type: string): boolean => told.some((one) => one.type === type)
  const statusIsTold =
    deliveryStatus === null || isTold(deliveryStatus === 'delayed' ? 'email.delivery_delayed' : `email.${deliveryStatus}`)
  const steps: Step[] = [
    { at: message.createdAt, sentence: 'Written, to be sent', detail: history.causedBy.map(cause).join('; ') || undefined },
    ...(message.firstTriedAt
      ? [
          {
            at: message.firstTriedAt,
            sentence: message.attempts > 1 ? `First attempt of ${message.attempts} so far` : 'First attempt',
            detail: message.state === 'queued' && message.lastError ? `The last one ended: ${message.lastError}` : undefined,
          },
        ]
      : []),
    ...(message.sentAt
      ? [
          {
            at: message.sentAt,
            sentence: 'Handed to the provider',
            detail: message.providerId ? `Its number there: ${message.providerId}` : undefined,
          },
        ]
      : []),
    ...told.map((one) => ({ at: one.at, sentence: toldWords[one.type] ?? `The provider says: ${one.type}`, detail: detailOf(one) })),
    ...(deliveryStatus !== null && message.deliveryStatusAt && !statusIsTold
      ? [{ at: message.deliveryStatusAt, sentence: deliveryStatusWords[deliveryStatus] ?? deliveryStatus }]
      : []),
    ...history.address.flatMap((trouble): Step[] => [
      ...(trouble.messageId === message.id
        ? [{ at: trouble.at, sentence: 'Its address was found not to work: nothing more is sent there until that is solved' }]
        : []),
      ...(trouble.solvedAt && (trouble.messageId === message.id || message.withheld === 1)
        ? [
            {
              at: trouble.solvedAt,
              sentence: trouble.solved === 'corrected' ? 'The address was corrected' : 'The address was found to work again',
            },
          ]
        : []),
    ]),
    ...history.chain.flatMap((one) => chained(one, own)),
    ...(history.overtakenBy
      ? [
          {
            at: history.overtakenBy.createdAt,
            sentence: 'Overtaken: a newer message about the same calendar entry was written',
            href: page(history.overtakenBy.id),
          },
        ]
      : []),
    ...history.replies.map((reply) => ({
      at: reply.receivedAt,
      sentence: `The recipient’s calendar answered: ${answers[reply.answer] ?? reply.answer}`,
    })),
  ]
  return steps
    .map((step, index) => ({ step, index }))
    .sort((a, b) => (a.step.at < b.step.at ? -1 : a.step.at > b.step.at ? 1 : a.index - b.index))
    .map(({ step }) => step)
}

/** The final lines, which have no instant of their own. */
export const standingOf = ({ message, address }: Pick<MessageHistory, 'message' | 'address'>): string | undefined => {
  const trouble = address.find((one) => one.solvedAt === null)
  if (message.withheld === 1) {
    const why = whyWithheld(message.lastError)
    if (why) return `It was not tried: ${why}.`
    return trouble ? 'It was not tried, because its address does not work.' : 'It was not tried.'
  }
  if (message.state === 'failed') return `It was not sent${message.lastError ? `: ${message.lastError}` : ''}.`
  if (message.state === 'queued' || message.state === 'sending')
    return trouble ? 'It waits. Its address does not work.' : 'It waits to be sent.'
  return undefined
}
