import { sayInstant, sayShortDay } from '#base/dates.ts'
import { Link, Table, Tag } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { basisNames, type Evidence, gradeNames } from '../evidence.ts'

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
