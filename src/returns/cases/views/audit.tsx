import { sayDay } from '#base/dates.ts'
import { Heading, P, Table } from '#base/web/page-parts.tsx'
import { bands, type CaseAudit, obstacles, sayReader } from '../audit.ts'

/** @param council council officers read them */
export const AuditsBefore = ({ audits, council }: { audits: readonly CaseAudit[]; council: boolean }) => (
  <>
    <P>
      {council
        ? 'Note that the council read case records at this school. The school sees it here.'
        : 'Tell us that somebody read your case records. Give no numbers of children, and name nobody.'}
    </P>
    {audits.length === 0 ? (
      <P>No audit is on our record.</P>
    ) : (
      <Table
        caption="On our record"
        columns={['Read on', 'By', 'Read', 'Complete', 'What gets in the way']}
        rows={audits.map((one) => [
          sayDay(one.doneOn),
          `${sayReader(one.doneBy)}${one.bySchool ? ', as the school states' : ''}`,
          bands[one.readBand] ?? '',
          bands[one.completeBand] ?? '',
          one.obstacles.map((key) => obstacles[key]).join('; ') || 'Nothing',
        ])}
      />
    )}
    <Heading>{council ? 'Note an audit of the council' : 'Tell us of an audit'}</Heading>
  </>
)
