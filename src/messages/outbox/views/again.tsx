import { Button } from '#base/web/field.tsx'
import { Address, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { type FailedMessages, type MessageFilter, messageQuery, mostAgain } from '../listed-message.ts'

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`

/** Confirms sending all undelivered messages again. */
export const AgainPage = ({ failed, filter }: { failed: FailedMessages; filter: MessageFilter }) => {
  const count = failed.ids.length
  return (
    <Page>
      <Title>{count === 0 ? 'Nothing can be sent again' : `Send ${counted(count, 'message', 'messages')} again?`}</Title>
      {count > 0 ? (
        <P>
          {count === 1 ? 'It could not be sent' : 'They could not be sent'} before. Each goes once more, as it was written, however often
          this is pressed. {count === mostAgain ? 'There may be more: come back here afterwards.' : ''}
        </P>
      ) : null}
      {failed.overtaken > 0 ? (
        <P>
          {counted(failed.overtaken, 'message is', 'messages are')} overtaken by a newer one about the same calendar entry, and{' '}
          {failed.overtaken === 1 ? 'is' : 'are'} not sent again.
        </P>
      ) : null}
      {failed.overtakenOnes.length > 0 ? (
        <ul class="govuk-list govuk-list--bullet">
          {failed.overtakenOnes.map(({ id, subject, toAddress }) => (
            <li>
              <Link href={`/organiser/messages/${id}`}>{subject}</Link>, to <Address email={toAddress} />
            </li>
          ))}
        </ul>
      ) : null}
      {failed.addressFails > 0 ? (
        <P>
          {counted(failed.addressFails, 'message goes', 'messages go')} to an address that is known to fail. Correct the address of whoever{' '}
          {failed.addressFails === 1 ? 'it is' : 'they are'} for instead: what was missed is sent again then.
        </P>
      ) : null}
      {count > 0 ? (
        <form method="post" action={`/organiser/messages/again${messageQuery(filter)}`}>
          <Button>Send {count === 1 ? 'it' : 'them'} again</Button>
        </form>
      ) : null}
      <P>
        <Link href={`/organiser/messages${messageQuery({ ...filter, state: 'troubled' })}`}>
          {count > 0 ? 'Look at them first' : 'Messages that were not delivered'}
        </Link>
      </P>
    </Page>
  )
}
