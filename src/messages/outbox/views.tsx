import { Tag, type TagColour } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import type { MessageOutcome, Outcomes } from './listed-message.ts'

/** A message's outcome in few words; never that anybody read it. */
const becameWords: Record<MessageOutcome, string> = {
  waiting: 'Waiting',
  sent: 'Sent',
  delayed: 'Delayed',
  accepted: 'Accepted',
  complained: 'Unwanted',
  bounced: 'Bounced',
  failed: 'Not sent',
  withheld: 'Withheld',
}

export const becameSentences: Record<MessageOutcome, string> = {
  waiting: 'Waits to be sent',
  sent: 'Sent, nothing heard since',
  delayed: 'Sent, delayed at the recipient’s mail server',
  accepted: 'Accepted by the recipient’s mail server',
  complained: 'Accepted by the recipient’s mail server, then marked as unwanted',
  bounced: 'Sent, not accepted by the recipient’s mail server',
  failed: 'Could not be sent',
  withheld: 'Not tried: the address did not work or was another one by then, the sending was stopped, or what it says was no longer so',
}

const colours: Record<MessageOutcome, TagColour> = {
  waiting: 'yellow',
  sent: 'blue',
  delayed: 'yellow',
  accepted: 'green',
  complained: 'orange',
  bounced: 'red',
  failed: 'red',
  withheld: 'red',
}

export const BecameTag = ({ became }: { became: MessageOutcome }) => <Tag colour={colours[became]}>{becameWords[became]}</Tag>

/** @param most how far they were counted */
export const OutcomeFigures = ({ outcomes, waiting = 0, most }: { outcomes: Outcomes; waiting?: number; most?: number }) => (
  <ul class="muster-figures">
    {(
      [
        [outcomes.waiting + waiting, 'waiting'],
        [outcomes.sent + outcomes.delayed, 'sent, nothing heard yet'],
        [outcomes.accepted + outcomes.complained, 'accepted by the recipient’s mail server'],
        [outcomes.failed + outcomes.withheld, 'not sent'],
        [outcomes.bounced, 'bounced'],
      ] as const
    ).map(([count, text]) => (
      <li>
        <span class="muster-figure">{most && count > most ? `${sayNumber(most)}+` : sayNumber(count)}</span> {text}
      </li>
    ))}
  </ul>
)
