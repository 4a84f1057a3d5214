import type { Council } from '#base/council.ts'
import { Bullets, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { fillIn, type PageKey, pagePaths, pageTitles, readText, type TextRun } from '../page-text.ts'

const Runs = ({ runs }: { runs: readonly TextRun[] }) => (
  <>{runs.map((run) => (typeof run === 'string' ? run : <Link href={run.href}>{run.text}</Link>))}</>
)

export const PageText = ({ text }: { text: string }) => (
  <div class="muster-break">
    {readText(text).map((block) =>
      block.kind === 'heading' ? (
        <Heading>{block.text}</Heading>
      ) : block.kind === 'list' ? (
        <Bullets>
          {block.items.map((runs) => (
            <li>
              <Runs runs={runs} />
            </li>
          ))}
        </Bullets>
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
    {page === 'complaint' ? (
      <a class="govuk-button" href={`${pagePaths.complaint}/write`} draggable={false} data-module="govuk-button">
        Write your complaint
      </a>
    ) : null}
    <PageText text={fillIn(text, council)} />
  </Page>
)
