import type { Child } from 'hono/jsx'
import { Address, Bullets, Link, P } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { type FailedMessages as Failed, type MessageFilter, messageQuery, mostAgain } from '../listed-message.ts'

/** Of the undelivered messages, what can be sent again and what cannot. @param send the form */
export const FailedMessages = ({ filter, send, ...failed }: Failed & { filter: MessageFilter; send: Child }) => {
  const count = failed.ids.length
  return (
    <>
      {count > 0 ? (
        <P>
          {plural(count, 'It', 'They')} could not be sent before. Each goes once more, as it was written, however often this is pressed.{' '}
          {count === mostAgain ? 'There may be more: come back here afterwards.' : ''}
        </P>
      ) : null}
      {failed.overtaken > 0 ? (
        <P>
          {counted(failed.overtaken, 'message is', 'messages are')} overtaken by a newer one about the same calendar entry, and{' '}
          {plural(failed.overtaken, 'is', 'are')} not sent again.
        </P>
      ) : null}
      {failed.overtakenOnes.length > 0 ? (
        <Bullets>
          {failed.overtakenOnes.map(({ id, subject, toAddress }) => (
            <li>
              <Link href={`/organiser/messages/${id}`}>{subject}</Link>, to <Address email={toAddress} />
            </li>
          ))}
        </Bullets>
      ) : null}
      {failed.addressFails > 0 ? (
        <P>
          {counted(failed.addressFails, 'message goes', 'messages go')} to an address that does not work. Correct the address of the person{' '}
          {plural(failed.addressFails, 'it is', 'they are')} for instead: what was missed is sent again then.
        </P>
      ) : null}
      {send}
      <P>
        <Link href={`/organiser/messages${messageQuery({ ...filter, state: 'troubled' })}`}>
          {count > 0 ? 'Look at them first' : 'Messages that were not delivered'}
        </Link>
      </P>
    </>
  )
}
