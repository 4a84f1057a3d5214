import { sayInstant } from '#base/dates.ts'
import { Table, Tag, Title } from '#base/web/page-parts.tsx'
import type { Check } from '../health.ts'

const names: Record<Check['name'], string> = {
  database: 'Database',
  schema: 'Tables and triggers',
  address: 'Address of the service',
  mail: 'Mail',
  administrator: 'First administrator',
  resting: 'Maintenance',
  clock: 'Clock',
  jobs: 'What the clock does',
  sweep: 'Nothing missed',
  erasures: 'Erasures',
  outbox: 'Outbox',
  seal: 'Protected record',
  factors: 'Second factors',
  tickets: 'Tickets',
  scanner: 'Virus scanner',
  webhooks: 'Webhooks',
}

export const ReadyPage = ({ checks, at }: { checks: readonly Check[]; at: Date }) => {
  const wrong = checks.filter(({ ok }) => !ok).length
  return (
    <>
      <Title>Service check</Title>
      <p class="govuk-inset-text">
        {wrong === 0 ? 'The service has all that it needs.' : `${wrong} of ${checks.length} are not as they should be.`} Looked at on{' '}
        {sayInstant(at)}.
      </p>
      <Table
        caption="What the service needs"
        columns={['What', 'Result', 'How it is']}
        rows={checks.map(({ name, ok, says }) => [
          names[name],
          ok ? <Tag colour="green">Well</Tag> : <Tag colour="red">Not well</Tag>,
          says,
        ])}
      />
    </>
  )
}
