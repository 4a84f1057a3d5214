import type { Child } from 'hono/jsx'
import { P, Table } from '#base/web/page-parts.tsx'
import { sectors } from '#schools/schools/school.ts'
import { sayChecked } from '../forms.ts'
import { askers, type ReturnForm } from '../return-form.ts'

export const Powers = ({ form, ask }: { form: ReturnForm; ask: Child }) => (
  <>
    <P>
      Schools read this before the first question. The texts to begin with are ours: compare each with the law in force, and tick it then.
    </P>
    {form.publishedAt === null ? null : (
      <Table
        caption="Powers"
        columns={['Schools', 'In whose name', 'Under what power', 'Checked']}
        rows={form.powers.map((power) => [sectors[power.sector], askers[power.asks], power.power, sayChecked(power)])}
      />
    )}
    {ask}
  </>
)
