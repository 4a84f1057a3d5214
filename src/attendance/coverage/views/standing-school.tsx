import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { sayStanding } from '#attendance/requirements/sentence.ts'
import { sayState } from '#attendance/requirements/state.ts'
import { Table } from '#base/web/page-parts.tsx'

type HoldersTableProps = {
  found: SchoolStanding
  holders: ReadonlyMap<string, string>
  roles: ReadonlyMap<string, string>
}

/** @param of.roles labels by id */
export const HoldersTable = ({ found, holders, roles }: HoldersTableProps) => (
  <Table
    caption="Who holds the role"
    columns={['Name', 'Role', 'State', 'Why']}
    rows={found.holders.map(({ spell, standing }) => [
      holders.get(spell.id) ?? 'Somebody whose details are erased',
      roles.get(spell.roleId) ?? spell.roleId,
      sayState(standing),
      sayStanding(standing),
    ])}
  />
)
