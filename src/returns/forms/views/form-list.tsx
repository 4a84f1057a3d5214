import { sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import type { ListedForm } from '../return-form.ts'
import { formPath, nameOfForm } from './form.tsx'

export const FormsPage = ({ forms }: { forms: readonly ListedForm[] }) => (
  <>
    <Title>Forms of the safeguarding audit</Title>
    <P>
      A published form stays as it is, because schools answered its words. Copy it for the next year, and change the copy.{' '}
      <Link href="/organiser/returns/forms/new">New form</Link>
    </P>
    {forms.length === 0 ? (
      <P>There is no form yet.</P>
    ) : (
      <Table
        caption="Forms"
        columns={['Form', 'Questions', 'State']}
        rows={forms.map((form) => [
          <Link href={formPath(form)}>{nameOfForm(form)}</Link>,
          String(form.questions),
          form.publishedAt === null ? 'Draft' : `Published on ${sayDay(form.publishedAt)}`,
        ])}
      />
    )}
  </>
)

export const NewFormPage = ({ id, typed, problems }: { id: string; typed: Record<string, string>; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>New form</Title>
    <form method="post">
      <input type="hidden" name="id" value={id} />
      <TextField name="title" label="What is it called?" value={typed['title']} problems={problems} />
      <Choices
        {...{ name: 'from', label: 'What do you begin with?', type: 'radios', values: typed['from'] ? [typed['from']] : [], problems }}
        options={[
          { value: 'example', text: 'The ready example', hint: 'Nine sections and 46 questions in our own words, to be changed' },
          { value: 'nothing', text: 'An empty form' },
        ]}
      />
      <Button>Begin</Button>
    </form>
  </Page>
)
