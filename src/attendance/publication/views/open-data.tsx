import { notCovered } from '#attendance/coverage/answer.ts'
import { sayDay } from '#base/dates.ts'
import { Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { everyTopic, fields, type Line, licence, type Publication, sayLeftOut, schoolYear } from '../publication.ts'

export const OpenDataPage = ({ publication, lines, council }: { publication: Publication; lines: readonly Line[]; council: string }) => (
  <Page>
    <Title>Open data</Title>
    <P>
      Which schools took part in safeguarding conferences of {council}, one line for each school that was open. “No” means that our record
      holds nobody who took part for the school in that year. It says nothing of training elsewhere. {notCovered}
      {sayLeftOut(publication.leftOut)}
    </P>
    <SummaryList
      rows={[
        ['School year', schoolYear(publication.question, publication.frozenAt)],
        ['Conferences', publication.question.topic?.label ?? everyTopic],
        ['Schools', sayNumber(lines.length)],
        ['Took part', sayNumber(lines.filter(({ attended }) => attended).length)],
        ['As our record was', sayDay(publication.frozenAt.slice(0, 10))],
        ['Published', sayDay(publication.publishedOn)],
        ['Licence', <Link href={licence.path}>{licence.title}</Link>],
      ]}
    />
    <ul class="govuk-list">
      <li>
        <Link href="/open-data/coverage.csv">The lines as CSV</Link>
      </li>
      <li>
        <Link href="/open-data/datapackage.json">Their description for programs (Frictionless data package)</Link>
      </li>
    </ul>
    <Heading>Before it was published</Heading>
    <P>
      Each school saw what is published of it and had {publication.replyDays} school days to answer. Where our record was wrong, we
      corrected it; the column “reply” names those schools.
    </P>
    <Heading>What the columns mean</Heading>
    <SummaryList rows={fields.map(({ name, description }) => [name, description])} />
  </Page>
)
