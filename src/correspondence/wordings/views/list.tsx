import { type Instant, sayDay } from '#base/dates.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { Link, P, Table, Tag } from '#base/web/page-parts.tsx'
import type { Audience } from '#messages/outbox/kind.ts'
import { audiences, pathOf, type Template } from '../wording.ts'

type WordingsPageProps = {
  templates: readonly Template[]
  changed: ReadonlyMap<string, Instant>
  q: string
}

export const WordingsPage = ({ templates, changed, q }: WordingsPageProps) => (
  <>
    <P>
      Every message that the service sends, and the words that you may change. Facts, links, buttons, the privacy notice and whatever the
      law wants said are always there. A change holds for messages that are written from then on.
    </P>
    <form method="get" action="/organiser/wordings" class="muster-filter muster-filter--beside">
      <TextField name="q" label="Find a message by its name or words" type="search" value={q} />
      <Button kind="secondary">Find</Button>
    </form>
    {templates.length === 0 ? <P>No message has “{q}” in its name or its words.</P> : null}
    {(Object.keys(audiences) as Audience[]).map((audience) => {
      const those = templates.filter((template) => template.audience === audience)
      return those.length === 0 ? null : (
        <Table
          dense
          cards="flow"
          caption={audiences[audience]}
          columns={['Message', 'Goes to', 'When']}
          rows={those.map((template) => [
            <Link href={`/organiser/wordings/${pathOf(template)}`}>{template.label}</Link>,
            template.to,
            <>
              {template.when}
              <Words template={template} since={changed.get(template.name)} />
            </>,
          ])}
        />
      )
    })}
  </>
)

/** Where they are not those that come with the software. */
const Words = ({ template, since }: { template: Template; since: Instant | undefined }) => {
  if (template.fixed) return <div class="muster-quiet">Cannot be changed</div>
  return since ? (
    <div>
      <Tag colour="blue">Your own</Tag> since {sayDay(since)}
    </div>
  ) : null
}
