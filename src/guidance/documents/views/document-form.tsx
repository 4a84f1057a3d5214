import { Button, Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, NothingChanged, P, Page, Title } from '#base/web/page-parts.tsx'
import { kinds, sectors } from '#schools/schools/school.ts'
import { type Audience, askings, askingWords, documentKinds, documentKindWords, type GuidanceDocument, settingKinds } from '../document.ts'

/** Roles of the service, for the form. */
export type RoleChoice = { id: string; label: string }

export const DocumentFormPage = ({
  document,
  typed,
  chosen,
  roles,
  topics,
  formId,
  isGiven,
  problems,
  why,
}: {
  document: GuidanceDocument | undefined
  typed: Record<'title' | 'kind' | 'asked' | 'topic', string>
  chosen: Audience
  roles: readonly RoleChoice[]
  /** Labels by id. */
  topics: ReadonlyMap<string, string>
  formId: string
  /** Schools were given it, so that its title, kind and what it asks stay. */
  isGiven: boolean
  problems?: Problems | undefined
  why?: string | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <NothingChanged why={why} />
    <Title>{document ? 'Change what the document is' : 'Add a document'}</Title>
    {isGiven ? <P>Schools have been given it. Its topic and roles can be changed, and schools can be added.</P> : null}
    <form method="post">
      <input type="hidden" name="id" value={formId} />
      <TextField name="title" label="What it is called" value={typed.title} problems={problems} />
      <Choices
        name="kind"
        label="What it is"
        type="radios"
        values={[typed.kind]}
        options={documentKinds.map((kind) => ({ value: kind, text: documentKindWords[kind] }))}
        problems={problems}
      />
      <Choices
        name="asked"
        label="What schools are asked to do"
        type="radios"
        values={[typed.asked]}
        options={askings.map((asked) => ({ value: asked, text: askingWords[asked] }))}
        problems={problems}
      />
      <Select
        name="topic"
        label="Topic (optional)"
        hint="The answer on a topic shows its newest guidance."
        value={typed.topic}
        options={[{ value: '', text: 'None of these' }, ...[...topics].map(([value, text]) => ({ value, text }))]}
        problems={problems}
      />
      <Heading>For whom it is</Heading>
      <P>
        Open schools of the council’s area that are of a sector and of a kind chosen here. A school that opens or comes among them later is
        given what is current then.
      </P>
      <Choices
        name="sectors"
        label="Sectors"
        type="checkboxes"
        small
        values={chosen.sectors}
        options={Object.entries(sectors).map(([value, text]) => ({ value, text }))}
        problems={problems}
      />
      <Choices
        name="kinds"
        label="Kinds of school"
        type="checkboxes"
        small
        values={chosen.kinds}
        options={Object.entries(kinds).map(([value, text]) => ({ value, text }))}
        problems={problems}
      />
      <Choices
        name="settings"
        label="Early years settings"
        hint="Those on the early years list that are an organisation here. They are counted apart."
        type="checkboxes"
        small
        values={chosen.settings}
        options={Object.entries(settingKinds).map(([value, text]) => ({ value, text }))}
        problems={problems}
      />
      <Choices
        name="roles"
        label="Who is written to"
        hint="Where nobody holds a role, the head is written to, or else whoever acts for the school."
        type="checkboxes"
        small
        values={chosen.roles}
        options={roles.map(({ id, label }) => ({ value: id, text: label }))}
        problems={problems}
      />
      <Button>{document ? 'Save' : 'Save and write the first version'}</Button>
    </form>
  </Page>
)
