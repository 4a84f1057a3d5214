import { type Instant, sayDay } from '#base/dates.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { Table, Tag } from '#base/web/page-parts.tsx'
import { type Audience, audiences, pathOf, type Template } from '../wording.ts'

/** Every message, by who reads it. */
export const WordingsPage = ({
  templates,
  changed,
  q,
}: {
  templates: readonly Template[]
  /** Since when each of those says something else than by default. */
  changed: ReadonlyMap<string, Instant>
  q: string
}) => (
  <>
    <h1 class="govuk-heading-l">What messages say</h1>
    <p class="govuk-body">
      Every message that the service sends, and the words that you may change. Facts, links, buttons, the privacy notice and whatever the
      law wants said are always there. A change holds for messages that are written from then on.
    </p>
    <form method="get" action="/organiser/wordings" class="muster-filter">
      <TextField name="q" label="Find a message by its name or words" type="search" value={q} />
      <Button kind="secondary">Find</Button>
    </form>
    {templates.length === 0 ? <p class="govuk-body">No message has “{q}” in its name or its words.</p> : null}
    {(Object.keys(audiences) as Audience[]).map((audience) => {
      const those = templates.filter((template) => template.audience === audience)
      return those.length === 0 ? null : (
        <Table
          dense
          caption={audiences[audience]}
          columns={['Message', 'Goes to', 'When', 'Words']}
          rows={those.map((template) => [
            <a class="govuk-link" href={`/organiser/wordings/${pathOf(template)}`}>
              {template.label}
            </a>,
            template.to,
            template.when,
            <Words template={template} since={changed.get(template.name)} />,
          ])}
        />
      )
    })}
  </>
)

const Words = ({ template, since }: { template: Template; since: Instant | undefined }) =>
  template.fixed ? (
    <>Cannot be changed</>
  ) : since ? (
    <>
      <Tag colour="blue">Your own</Tag> since {sayDay(since)}
    </>
  ) : (
    <>By default</>
  )
