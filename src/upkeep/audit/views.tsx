import { sayInstant } from '#base/dates.ts'
import { Bullets, Details, Heading, P, Table, Tag, Title, Warning } from '#base/web/page-parts.tsx'
import { atStart, plural } from '#base/words.ts'
import { type Audit, type Invariant, invariants } from './audit.ts'

export const AuditPage = ({ audit, at }: { audit: Audit; at: Date }) => {
  const broken = audit.invariants.filter(({ ok }) => !ok)
  const of = audit.invariants.length
  return (
    <>
      <Title>Data check</Title>
      <P>
        These statements must always be true of everything that is stored. The service checks them when you open this page, and changes
        nothing. Checked on {sayInstant(at)}.
      </P>
      {broken.length === 0 && audit.nothing ? (
        <p class="govuk-inset-text">No school, no event and no account is stored: this is an audit of nothing.</p>
      ) : broken.length === 0 ? (
        <p class="govuk-inset-text">
          All {of} of {of} hold.
        </p>
      ) : (
        <>
          <Warning>
            {broken.length} of {of} {plural(broken.length, 'does', 'do')} not hold. Send this page to the person who looks after the
            service.
          </Warning>
          {broken.map((invariant) => (
            <Broken invariant={invariant} />
          ))}
        </>
      )}
      <Details summary="What is checked">
        <Table
          caption="What is checked"
          captionClass="govuk-visually-hidden"
          columns={['Statement', 'Result', 'Name']}
          rows={audit.invariants.map(({ name, ok, count }) => [
            invariants[name],
            ok ? <Tag colour="green">Passed</Tag> : <Tag colour="red">Broken {count === 1 ? 'once' : `${count} times`}</Tag>,
            <code class="muster-nowrap">{name}</code>,
          ])}
        />
      </Details>
    </>
  )
}

const Broken = ({ invariant: { name, count, violations } }: { invariant: Invariant }) => (
  <section aria-labelledby={name}>
    <Heading id={name}>Check failed: {invariants[name]}</Heading>
    <P>
      {atStart(count, 'thing breaks', 'things break')} it
      {count > violations.length ? `. The first ${violations.length} of ${count}` : ''}:
    </P>
    <Bullets>
      {violations.map((id) => (
        <li>
          <code>{id}</code>
        </li>
      ))}
    </Bullets>
  </section>
)
