import { sayDay } from '#base/dates.ts'
import { Link, P, Table } from '#base/web/page-parts.tsx'
import type { ListedForm } from '../return-form.ts'
import { formPath, nameOfForm } from './form.tsx'

export const FormsPage = ({ forms }: { forms: readonly ListedForm[] }) => (
  <>
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
