import type { Council } from '#base/council.ts'
import { sayInstant } from '#base/dates.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { fillIn, type PageKey, pageTitles, readText, type TextRun, wordsOf } from '../page-text.ts'

const Runs = ({ runs }: { runs: readonly TextRun[] }) => (
  <>{runs.map((run) => (typeof run === 'string' ? run : <Link href={run.href}>{run.text}</Link>))}</>
)

/** The plain text of a page as its readers see it. */
const PageText = ({ text }: { text: string }) => (
  <div class="muster-break">
    {readText(text).map((block) =>
      block.kind === 'heading' ? (
        <Heading>{block.text}</Heading>
      ) : block.kind === 'list' ? (
        <ul class="govuk-list govuk-list--bullet">
          {block.items.map((runs) => (
            <li>
              <Runs runs={runs} />
            </li>
          ))}
        </ul>
      ) : (
        <P>
          <Runs runs={block.runs} />
        </P>
      ),
    )}
  </div>
)

export const StatutoryPage = ({ page, text, council }: { page: PageKey; text: string; council: Council }) => (
  <Page>
    <Title>{pageTitles[page]}</Title>
    <PageText text={fillIn(text, council)} />
  </Page>
)

type EditPagePageProps = {
  page: PageKey
  text: string
  /** The council has written a text of its own. */
  own: boolean
  changedAt: string | undefined
  council: Council
  preview?: boolean | undefined
  problems?: Problems | undefined
}

export const EditPagePage = ({ page, text, own, changedAt, council, preview, problems }: EditPagePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">Page texts</span>
    <Title>{pageTitles[page]}</Title>
    {preview ? (
      <section class="muster-preview" aria-label="Preview">
        <P>
          <strong>Preview. Nothing is saved yet.</strong>
        </P>
        <PageText text={fillIn(text, council)} />
      </section>
    ) : null}
    <P>
      {own && changedAt
        ? `This is the council’s own text, last changed on ${sayInstant(changedAt)}.`
        : 'This is the text that comes with the software. Your data protection officer or accessibility lead should read it before the service opens.'}
    </P>
    <form method="post" action={`/organiser/settings/pages/${page}`} novalidate>
      <input type="hidden" name="changedAt" value={changedAt ?? ''} />
      <TextArea
        name="text"
        label="Text"
        hint={
          <>
            Leave an empty line between paragraphs. Start a heading with “## ” and an item of a list with “- ”. Web and email addresses
            become links. These words are filled in from the settings: {Object.keys(wordsOf(council)).join(', ')}.
          </>
        }
        rows={30}
        value={text}
        problems={problems}
      />
      <div class="govuk-button-group">
        <Button name="action" value="save">
          Save
        </Button>
        <Button kind="secondary" name="action" value="preview">
          Preview
        </Button>
        {own ? (
          <Button kind="secondary" name="action" value="restore">
            Go back to the text of the software
          </Button>
        ) : null}
      </div>
    </form>
  </Page>
)
