import { sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, optionsOf, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { bandKeys, bands, type CaseAudit, obstacles, readers, sayReader } from '../audit.ts'
import type { AuditedSchool } from '../school.ts'

const bandOptions = bandKeys.map((value, n) => ({ value, text: bands[n] ?? '' }))

type CaseAuditPageProps = {
  school: AuditedSchool
  audits: readonly CaseAudit[]
  /** The council's own people read them. */
  council: boolean
  typed: Readonly<Record<string, string>> & { id: string }
  ticked: readonly string[]
  problems?: Problems | undefined
}

export const CaseAuditPage = ({ school, audits, council, typed, ticked, problems }: CaseAuditPageProps) => {
  const radios = (name: string, label: string, options: { value: string; text: string }[]) => (
    <Choices {...{ name, label, type: 'radios', small: true, options, problems }} values={typed[name] ? [typed[name]] : []} />
  )
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{school.name}</span>
      <Title>Audits of case records</Title>
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
      <form method="post" novalidate>
        <input type="hidden" name="id" value={typed.id} />
        <DayField {...{ name: 'doneOn', label: 'When were they read?', value: typed['doneOn'], problems }} />
        {council ? null : radios('doneBy', 'Who read them?', optionsOf(readers))}
        {radios('readBand', 'How many records were read?', bandOptions)}
        {radios('completeBand', 'How many of them were complete?', bandOptions)}
        <Choices
          {...{ name: 'obstacles', label: 'What gets in the way of complete records?', type: 'checkboxes', small: true, problems }}
          {...{ values: [...ticked], options: optionsOf(obstacles), hint: 'Tick none if nothing does.' }}
        />
        <P>An audit of the same day takes the place of the one before.</P>
        <Button>Save</Button>
      </form>
    </Page>
  )
}
