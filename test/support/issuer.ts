// An OpenID Connect provider for the tests: it publishes itself and its keys, asks who signs in, gives codes that work once and only with
// their PKCE verifier, and signs ID tokens. It keeps a clock and goes wrong on demand. It knows nothing of Muster.

export type Fault =
  | 'discovery_down'
  | 'discovery_of_another'
  | 'keys_down'
  | 'token_down'
  | 'token_not_json'
  | 'wrong_secret'
  | 'wrong_nonce'
  | 'no_nonce'
  | 'wrong_audience'
  | 'wrong_issuer'
  | 'another_key'
  | 'no_signature'
  | 'run_out'
  | 'not_yet'
  | 'other_tenant'

export type IssuerUser = { sub: string; email?: string; name?: string; claims?: Record<string, unknown> }

type Given = { user: IssuerUser; clientId: string; redirectUri: string; nonce: string | null; challenge: string; used: boolean }

const base64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const textUrl = (text: string): string => base64Url(new TextEncoder().encode(text))
const rsa = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }

export class Issuer {
  readonly origin: string
  readonly client: { id: string; secret: string }
  readonly users: IssuerUser[] = []
  /** Set: many organisations share the address, and each token names its own. */
  readonly tenant: string | undefined
  readonly asked: string[] = []
  fault: Fault | undefined
  /** How far its clock is ahead of everybody else's, in seconds. */
  ahead = 0
  private readonly given = new Map<string, Given>()
  private readonly keys: Promise<{ right: CryptoKeyPair; wrong: CryptoKeyPair }>

  constructor(origin: string, options: { clientId: string; secret: string; tenant?: string }) {
    this.origin = origin
    this.client = { id: options.clientId, secret: options.secret }
    this.tenant = options.tenant
    const make = () => crypto.subtle.generateKey(rsa, true, ['sign', 'verify']) as Promise<CryptoKeyPair>
    this.keys = Promise.all([make(), make()]).then(([right, wrong]) => ({ right, wrong }))
  }

  /** What the client is configured with. */
  get issuer(): string {
    return this.tenant ? `${this.origin}/common/v2.0` : this.origin
  }

  private get ownName(): string {
    return this.tenant ? `${this.origin}/${this.fault === 'other_tenant' ? '{tenantid}' : this.tenant}/v2.0` : this.origin
  }

  /** Signs a person in at the authorization address and answers where their browser is sent back to. */
  authorise(authorizationUrl: string, user: IssuerUser | 'denies'): string {
    const asked = new URL(authorizationUrl).searchParams
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.searchParams.set('state', asked.get('state') ?? '')
    if (user === 'denies') {
      back.searchParams.set('error', 'access_denied')
      return back.href
    }
    if (asked.get('client_id') !== this.client.id || asked.get('response_type') !== 'code' || asked.get('code_challenge_method') !== 'S256')
      throw new Error(`The request is not one for a code with PKCE: ${authorizationUrl}`)
    if (!(asked.get('scope') ?? '').split(' ').includes('openid')) throw new Error('The request has no scope openid')
    const code = crypto.randomUUID()
    this.given.set(code, {
      user,
      clientId: this.client.id,
      redirectUri: asked.get('redirect_uri') ?? '',
      nonce: asked.get('nonce'),
      challenge: asked.get('code_challenge') ?? '',
      used: false,
    })
    back.searchParams.set('code', code)
    return back.href
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url)
    this.asked.push(url.pathname)
    if (url.pathname.endsWith('/.well-known/openid-configuration')) return this.discovery()
    if (url.pathname === '/keys') return this.publishedKeys()
    if (url.pathname === '/authorize') return this.chooser(url)
    if (url.pathname === '/token' && request.method === 'POST') return this.token(request)
    return new Response('Not found', { status: 404 })
  }

  private discovery(): Response {
    if (this.fault === 'discovery_down') return new Response('Bad gateway', { status: 502 })
    return Response.json({
      issuer:
        this.fault === 'discovery_of_another' ? 'https://elsewhere.example' : this.tenant ? `${this.origin}/{tenantid}/v2.0` : this.origin,
      authorization_endpoint: `${this.origin}/authorize`,
      token_endpoint: `${this.origin}/token`,
      jwks_uri: `${this.origin}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
    })
  }

  private async publishedKeys(): Promise<Response> {
    if (this.fault === 'keys_down') return new Response('Bad gateway', { status: 502 })
    const { right } = await this.keys
    const jwk = await crypto.subtle.exportKey('jwk', right.publicKey)
    return Response.json({ keys: [{ ...jwk, kid: 'one', use: 'sig', alg: 'RS256' }] })
  }

  /** A page on which a person in a browser chooses who they are. */
  private chooser(url: URL): Response {
    const chosen = url.searchParams.get('chosen')
    if (chosen !== null) {
      const user = this.users.find((one) => one.sub === chosen)
      return Response.redirect(this.authorise(url.href, user ?? 'denies'), 302)
    }
    const link = (sub: string, text: string): string => {
      const to = new URL(url)
      to.searchParams.set('chosen', sub)
      return `<p><a href="${to.href.replaceAll('&', '&amp;')}">${text}</a></p>`
    }
    const choices = this.users.map((user) => link(user.sub, user.email ?? user.sub)).join('')
    return new Response(
      `<!doctype html><html lang="en"><title>Choose an account</title><h1>Choose an account</h1>${choices}${link('', 'Cancel')}</html>`,
      {
        headers: { 'content-type': 'text/html' },
      },
    )
  }

  private async token(request: Request): Promise<Response> {
    if (this.fault === 'token_down') return new Response('Bad gateway', { status: 502 })
    if (this.fault === 'token_not_json')
      return new Response('<html>Sign in to the wireless network</html>', { headers: { 'content-type': 'text/html' } })
    const form = new URLSearchParams(new TextDecoder().decode(await request.arrayBuffer()))
    const refused = (error: string): Response => Response.json({ error }, { status: 400 })
    const secret = this.fault === 'wrong_secret' ? 'changed in the meantime' : this.client.secret
    if (form.get('client_id') !== this.client.id || form.get('client_secret') !== secret) return refused('invalid_client')
    const given = this.given.get(form.get('code') ?? '')
    if (form.get('grant_type') !== 'authorization_code' || !given || given.used || given.redirectUri !== form.get('redirect_uri'))
      return refused('invalid_grant')
    const verifier = new TextEncoder().encode(form.get('code_verifier') ?? '')
    const challenge = base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', verifier)))
    if (challenge !== given.challenge) return refused('invalid_grant')
    given.used = true
    return Response.json({ access_token: crypto.randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: await this.idToken(given) })
  }

  private async idToken(given: Given): Promise<string> {
    const { fault } = this
    const now = Math.floor(Date.now() / 1000) + this.ahead
    const [issued, ends] = fault === 'run_out' ? [now - 7200, now - 3600] : [now, now + 300]
    const claims = {
      iss: fault === 'wrong_issuer' ? 'https://elsewhere.example' : this.ownName,
      aud: fault === 'wrong_audience' ? 'another-client' : given.clientId,
      sub: given.user.sub,
      ...(given.user.email ? { email: given.user.email, email_verified: true } : {}),
      ...(given.user.name ? { name: given.user.name } : {}),
      ...given.user.claims,
      ...(this.tenant ? { tid: this.tenant } : {}),
      ...(fault === 'no_nonce' ? {} : { nonce: fault === 'wrong_nonce' ? 'of another visit' : given.nonce }),
      ...(fault === 'not_yet' ? { nbf: now + 3600 } : {}),
      iat: issued,
      exp: ends,
    }
    const { right, wrong } = await this.keys
    const signed = `${textUrl(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: 'one' }))}.${textUrl(JSON.stringify(claims))}`
    const key = fault === 'another_key' ? wrong.privateKey : right.privateKey
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, new TextEncoder().encode(signed))
    return `${signed}.${fault === 'no_signature' ? '' : base64Url(new Uint8Array(signature))}`
  }
}
