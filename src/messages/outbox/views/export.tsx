import { FileKind } from '#base/web/file-kind.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { type MessageFilter, messageQuery, mostExported } from '../listed-message.ts'

/** Confirms exporting a file of people's addresses. */
export const ExportMessagesPage = ({
  filter,
  count,
  problems,
}: {
  filter: MessageFilter
  count: number
  problems?: Record<string, string> | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Download the proof of what was sent</Title>
    {count === 0 ? (
      <P>Your search finds no messages, so there is nothing to download.</P>
    ) : count > mostExported ? (
      <P>
        Your search finds {sayNumber(count)} messages. A file holds at most {sayNumber(mostExported)}: narrow the search by event or date.
      </P>
    ) : (
      <>
        <p class="govuk-body-l">The file holds {counted(count, 'message')}.</p>
        <P>
          For each: to which address it went, its subject, and when it was written, handed to the provider, accepted by the recipient’s mail
          server, delayed, bounced, withheld or sent again. What it says is not in the file.
        </P>
        <div class="govuk-inset-text">
          The file names people and their addresses. Use it to show what was sent, do not pass it on otherwise, and do not keep it longer
          than needed. That a mail server accepted a message is no proof that anybody read it.
        </div>
        <P>The log keeps that you downloaded it, when, and how many messages it held.</P>
        <form method="post" action={`/organiser/messages/export${messageQuery(filter)}`}>
          <FileKind problems={problems} />
        </form>
      </>
    )}
    <P>
      <Link href={`/organiser/messages${messageQuery(filter)}`}>Back to the list without downloading</Link>
    </P>
  </Page>
)
