import { type Problems, Select, TextField } from '#base/web/field.tsx'

type PersonFieldsProps = {
  roles: readonly { id: string; label: string }[]
  values: { name: string; email: string; roleId: string }
  problems: Problems | undefined
}

/** Who came, as they say it at the door. */
export const PersonFields = ({ roles, values, problems }: PersonFieldsProps) => (
  <>
    <TextField name="name" label="Full name" value={values.name} autocomplete="off" problems={problems} />
    <TextField
      name="email"
      label="Email address (optional)"
      type="email"
      inputmode="email"
      value={values.email}
      autocomplete="off"
      problems={problems}
    />
    <Select
      name="roleId"
      label="Role (optional)"
      value={values.roleId}
      options={[{ value: '', text: 'Not asked' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
      problems={problems}
    />
  </>
)
