import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Bullets, Details, Heading, Inset, Link, P, SummaryList, Table, Tag } from '#base/web/page-parts.tsx'
import { counted, listed, sayNumber } from '#base/words.ts'
import type { UndecidedAdvice } from '#guidance/advice/advice.ts'
import { UndecidedList } from '#guidance/advice/views/advice.tsx'
import type { RoleOption } from '#schools/schools/role.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import {
  askingWords,
  daysUntilIssued,
  documentKindWords,
  type GuidanceDocument,
  isIssued,
  type ListedDocument,
  missingOf,
  sayDaysUntilIssued,
  settingKinds,
  type Version,
} from '../document.ts'
import { missingWords } from './refusals.tsx'
import { NationalDay, SecondNote } from './version.tsx'

const stateOf = ({ withdrawnAt, number, draft, unapproved }: ListedDocument) =>
  withdrawnAt ? (
    <Tag colour="grey">Withdrawn</Tag>
  ) : (
    <>
      {number === null ? null : <Tag colour="green">Version {number}</Tag>} {draft === null ? null : <Tag colour="yellow">Draft</Tag>}{' '}
      {unapproved === 0 ? null : <Tag colour="red">Not approved yet</Tag>}
    </>
  )

/** Schools are a figure of their own; what settings got it is said beside it. */
const GivenTo = ({ schools, settings }: { schools: number; settings: number }) => (
  <>
    {sayNumber(schools)}
    {settings === 0 ? null : (
      <>
        <br />
        {counted(settings, 'setting')}
      </>
    )}
  </>
)

const sayDays = (days: number | undefined): string => (days === undefined ? '' : sayNumber(days))

type DocumentsProps = {
  documents: readonly ListedDocument[]
  undecided: readonly UndecidedAdvice[]
  today: Day
  mayWrite: boolean
}

export const DocumentsTable = ({ documents, undecided, today, mayWrite }: DocumentsProps) => (
  <>
    <P>
      What the council has issued to schools, when it was published nationally and when it was issued, and how many schools were reached
      with it. <Link href="/answer">The answer</Link> says of one topic what members ask;{' '}
      <Link href="/guidance/advice">National advice</Link> says what was published nationally and what we made of it.
    </P>
    <UndecidedList advice={undecided} today={today} />
    {mayWrite ? (
      <P>
        <a class="govuk-button" href="/guidance/new">
          Add a document
        </a>
      </P>
    ) : null}
    {documents.length === 0 ? (
      <P>There is no document yet.</P>
    ) : (
      <Table
        caption="Documents"
        captionClass="govuk-visually-hidden"
        columns={[
          'Document',
          'State',
          'Published nationally',
          'Issued',
          { text: 'Days between', numeric: true as const },
          { text: 'Schools', numeric: true as const },
          { text: 'Reached', numeric: true as const },
        ]}
        rows={documents.map((one) => [
          <>
            <Link href={`/guidance/${one.id}`}>{one.title}</Link>
            <br />
            <span class="govuk-hint govuk-!-font-size-16">{documentKindWords[one.kind]}</span>
          </>,
          stateOf(one),
          one.availableOn ? sayDay(one.availableOn) : 'Not said',
          one.issuedAt ? sayDay(one.issuedAt) : 'Not yet',
          sayDays(daysUntilIssued(one.availableOn, one.issuedAt)),
          <GivenTo {...one} />,
          sayNumber(one.reached),
        ])}
      />
    )}
  </>
)

const named = (of: Readonly<Record<string, string>>, chosen: readonly string[]): string =>
  chosen.length === Object.keys(of).length ? 'All' : listed(chosen.map((one) => of[one] ?? one))

const DraftPart = ({ document, draft, today }: { document: GuidanceDocument; draft: Version; today: Day }) => {
  const lacks = missingOf(document, draft)
  return (
    <>
      <Heading>Draft of version {draft.number}</Heading>
      <SecondNote version={draft} today={today} />
      {draft.second?.state === 'proposed' ? (
        <P>
          <Link href={`/organiser/proposals/${draft.second.id}`}>What the second person is asked</Link>
        </P>
      ) : null}
      {lacks.length > 0 ? (
        <>
          <P>Before it can be issued:</P>
          <Bullets>
            {lacks.map((one) => (
              <li>{missingWords[one]}</li>
            ))}
          </Bullets>
        </>
      ) : null}
      <div class="govuk-button-group">
        <a class="govuk-button govuk-button--secondary" href={`/guidance/${document.id}/draft`}>
          Edit the draft
        </a>
        {lacks.length === 0 ? (
          <a class="govuk-button" href={`/guidance/${document.id}/issue`}>
            See who gets it, and issue it
          </a>
        ) : null}
      </div>
    </>
  )
}

type DocumentProps = {
  document: GuidanceDocument
  versions: readonly Version[]
  roles: readonly RoleOption[]
  today: Day
  mayWrite: boolean
  /** Begins a version; nothing for whoever may not. */
  begin: Child
}

export const DocumentSummary = ({ document, versions, roles, today, mayWrite, begin }: DocumentProps) => {
  const draft = versions.find((version) => !isIssued(version))
  const issued = versions.filter(isIssued)
  const at = `/guidance/${document.id}`
  const labels = Object.fromEntries(roles.map(({ id, label }) => [id, label]))
  return (
    <>
      {document.withdrawnAt ? (
        <Inset>
          Withdrawn on {sayDay(document.withdrawnAt)}: {document.withdrawnWhy}
          {document.replacedById ? (
            <>
              {' '}
              In its place stands <Link href={`/guidance/${document.replacedById}`}>{document.replacedBy}</Link>.
            </>
          ) : null}
        </Inset>
      ) : null}
      <SummaryList
        rows={[
          ['Schools are asked', askingWords[document.asked]],
          ['Topic', document.topicLabel],
          ['Sectors', named(sectors, document.audience.sectors)],
          ['Kinds of school', named(kinds, document.audience.kinds)],
          ['Early years settings', named(settingKinds, document.audience.settings)],
          ['Written to', listed(document.audience.roles.map((one) => labels[one] ?? one))],
        ]}
      />
      {mayWrite && !document.withdrawnAt ? (
        <P>
          <Link href={`${at}/edit`}>Change what it is, or for whom</Link>
        </P>
      ) : null}
      {issued.length > 0 ? (
        <P>
          <Link href={`${at}/uptake`}>Uptake: what schools answered</Link>
        </P>
      ) : null}
      {issued[0] ? <SecondNote version={issued[0]} today={today} /> : null}
      {draft && mayWrite ? <DraftPart document={document} draft={draft} today={today} /> : null}
      {issued.length > 0 ? (
        <Table
          caption="Versions that were issued"
          columns={['Version', 'Published nationally', 'Issued', 'Time between', { text: 'Schools', numeric: true }]}
          rows={issued.map((one) => {
            const days = daysUntilIssued(one.availableOn, one.issuedAt)
            return [
              <Link href={`${at}/versions/${one.number}`}>Version {one.number}</Link>,
              <NationalDay {...one} />,
              sayDay(one.issuedAt),
              days === undefined ? '' : counted(days, 'day'),
              <Link href={`/reached/guidance/${one.id}`}>
                <GivenTo {...one} />
              </Link>,
            ]
          })}
        />
      ) : null}
      {mayWrite && !document.withdrawnAt ? (
        <>
          {draft ? null : begin}
          <P>
            <Link href={`${at}/withdraw`}>Withdraw it</Link>
          </P>
        </>
      ) : null}
      <Details summary="How the time between is counted">
        From the day on which the document was published nationally, as an officer noted it under National advice, to the day in London on
        which it was issued to schools.{' '}
        {issued[0] && daysUntilIssued(issued[0].availableOn, issued[0].issuedAt) !== undefined ? (
          <>The last version was {sayDaysUntilIssued(daysUntilIssued(issued[0].availableOn, issued[0].issuedAt) ?? 0)}.</>
        ) : null}
      </Details>
    </>
  )
}
