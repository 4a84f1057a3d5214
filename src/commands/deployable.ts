// What must not stand in the configuration of a deployment.

export type Deployed = {
  vars: Record<string, unknown>
  d1_databases: readonly { database_id?: string | undefined }[]
  observability?: { logs?: { invocation_logs?: boolean | undefined } | undefined } | undefined
}

/** What `npm audit` says of a package. */
type Audited = { name: string; severity: string }

/**
 * Packages of the service with a known hole that is critical or high; undefined where it could not
 * be asked. @param said by `npm audit --json`
 */
export const holesIn = (said: string): string[] | undefined => {
  try {
    const { vulnerabilities } = JSON.parse(said) as { vulnerabilities?: Record<string, Audited> }
    return (
      vulnerabilities && Object.values(vulnerabilities).flatMap(({ name, severity }) => (/^(critical|high)$/.test(severity) ? [name] : []))
    )
  } catch {
    return undefined
  }
}

const isExample = (text: string): boolean => /(^|[@./])example\.(gov\.uk|org|com)\b/.test(text)

/** Why this configuration is not deployed, in sentences; empty when it may be. */
export const whyNotDeploy = ({ vars, d1_databases: databases, observability }: Deployed): string[] => {
  const variable = (name: string): string => (typeof vars[name] === 'string' ? vars[name].trim() : '')
  const id = databases[0]?.database_id ?? ''
  return [
    ...(/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) && /[1-9a-f]/.test(id)
      ? []
      : ['database_id is not that of a database: npx wrangler d1 create muster --jurisdiction eu prints it.']),
    ...(/@/.test(variable('FIRST_ADMINISTRATOR')) && !isExample(variable('FIRST_ADMINISTRATOR'))
      ? []
      : ['FIRST_ADMINISTRATOR is nobody’s address: whoever receives its mail would own the service.']),
    ...(/^https:\/\/[^/\s]+$/.test(variable('BASE_URL')) && !isExample(variable('BASE_URL'))
      ? []
      : ['BASE_URL is not the address of the service, with https:// and without a slash at the end.']),
    ...(/@/.test(variable('MAIL_FROM')) && !isExample(variable('MAIL_FROM')) ? [] : ['MAIL_FROM is nobody’s address.']),
    ...['LOCAL_MAIL', 'LOCAL_TOKEN', 'MAIL_TWIN_URL']
      .filter((name) => name in vars)
      .map((name) => `${name} is for one’s own computer: it opens /dev and shows all mail there.`),
    ...(observability?.logs?.invocation_logs === false
      ? []
      : ['invocation_logs under [observability.logs] must be false: links that let their holder in stand in the addresses of requests.']),
  ]
}
