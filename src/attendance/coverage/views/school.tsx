import { sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { Link, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { sayQuestion } from '../answer.ts'
import type { Question } from '../coverage.ts'
import { basisNames, best, type Evidence, gradeNames, type SchoolEvidence } from '../evidence.ts'
import { How } from './schools.tsx'

const natures = {
  service: 'Service message',
  statutory: 'Statutory notice',
  promotion: 'Promotion',
  training: 'Invitation to training',
} as const

export const CoverageSchoolPage = ({
  school,
  counted,
  evidence,
  written,
  since,
  question,
  knownAt,
  opensEntries,
}: SchoolEvidence & { question: Question; knownAt: Date; opensEntries: boolean }) => {
  const asked = evidence.filter((one) => one.asked)
  const other = evidence.filter((one) => !one.asked)
  return (
    <>
      <span class="govuk-caption-l">{sayQuestion(question)}</span>
      <Title>{schoolLabel(school)}</Title>
      {counted ? null : (
        <p class="govuk-inset-text">This school was not open in the area on the date of the report, so it is not counted.</p>
      )}
      <P>
        In this report: <How reached={best(asked)} />
      </P>
      {asked.length > 0 ? <EvidenceTable caption="What that rests on" evidence={asked} opensEntries={opensEntries} /> : null}
      {other.length > 0 ? <EvidenceTable caption="Other attendance on record" evidence={other} opensEntries={opensEntries} /> : null}
      {evidence.length === 0 ? (
        <P>
          There is no record of anyone attending for this school.
          {since ? ` Records begin on ${sayDay(since)}: it may have taken part before then.` : ''}
        </P>
      ) : null}
      {written.length > 0 ? (
        <Table
          caption="Messages written to this school"
          columns={['Subject', 'Sent', 'Kind', { text: 'Mails', numeric: true }]}
          rows={written.map((one) => [
            one.subject,
            <span class="muster-nowrap">{sayShortDay(one.on)}</span>,
            natures[one.nature],
            String(one.people),
          ])}
        />
      ) : null}
      <P>
        <Link href={`/organiser/schools/${school.id}`}>Everything about this school</Link>
      </P>
      <p class="govuk-body-s">As known at {sayInstant(knownAt)}.</p>
    </>
  )
}

type TableProps = { caption: string; evidence: readonly Evidence[]; opensEntries: boolean }

export const EvidenceTable = ({ caption, evidence, opensEntries }: TableProps) => (
  <Table
    caption={caption}
    columns={['Event', 'Day', 'What', 'Who', 'Record']}
    rows={evidence.map((one) => [
      one.code ? <Link href={`/events/${one.code}`}>{one.title}</Link> : one.title,
      <span class="muster-nowrap">{sayShortDay(one.on)}</span>,
      <>
        {gradeNames[one.grade]}
        {one.walkIn ? ', came without a place' : ''}
        {one.stated ? ', at a colleague’s screen, as stated' : ''}
        {one.predecessor ? `, through ${schoolLabel(one.predecessor)}` : ''}
      </>,
      <Who person={one.person} role={one.role} />,
      <>
        {one.source ?? basisNames[one.basis]}
        {one.corrected ? (
          <>
            {' '}
            <Tag colour="grey">Corrected</Tag>
          </>
        ) : null}
        {one.late ? (
          <>
            {' '}
            <Tag colour="orange">Entered late</Tag>
          </>
        ) : null}
        {one.basis !== 'earlier' ? <Sealed sealed={one.sealed} opensEntries={opensEntries} /> : null}
      </>,
    ])}
  />
)

/** Where the mark stands in the record. @param opensEntries whether they may see its row */
const Sealed = ({ sealed, opensEntries }: Pick<Evidence, 'sealed'> & { opensEntries: boolean }) => (
  <>
    <br />
    <span class="govuk-body-s">
      {sealed ? (
        <>
          <Link href={`/log/entries/${sealed.entry}${opensEntries ? '/row' : ''}`}>Entry {sayNumber(sealed.entry)}</Link> of the{' '}
          <Link href="/log">protected record</Link> since {sayInstant(sealed.at)}
        </>
      ) : (
        'Not in the protected record yet'
      )}
    </span>
  </>
)

const Who = ({ person, role }: { person: string | undefined; role: string | undefined }) => (
  <>
    {person ?? 'Not recorded'}
    {role ? (
      <>
        <br />
        <span class="govuk-body-s">{role}</span>
      </>
    ) : null}
  </>
)
