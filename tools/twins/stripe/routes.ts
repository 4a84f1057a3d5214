import type { Account } from './account.ts'
import type { ParamsType } from './schemas.ts'

export type Call<P> = {
  account: Account
  params: P
  /** The ids in the path, in order. */
  ids: [string, string]
  /** The request names the pinned version, so nothing that this version does not know is let through. */
  strictly: boolean
}

export type Route = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  type: ParamsType | undefined
  run: (call: Call<never>) => unknown
}

const make =
  (method: Route['method']) =>
  <P>(path: string, type: ParamsType | undefined, run: (call: Call<P>) => unknown): Route => ({ method, path: `/v1/${path}`, type, run })

export const onGet = make('GET')
export const onPost = make('POST')
export const onDelete = make('DELETE')
