import { notifications } from '@mantine/notifications'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** `shown`: the screen itself says what went wrong, so no notice pops up. */
    mutationMeta: { shown?: boolean }
    defaultError: Error
  }
}

const retriesMax = 2

/** @param onSignedOut called when the server no longer knows the session. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: Error) => {
    if (error instanceof ApiProblem && error.kind === 'sign-in-needed') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        watch(error)
        if (!mutation.meta?.shown) notifications.show({ color: 'red', message: error.message, autoClose: 8000 })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays a refusal; only faults and lost connections are worth another try.
        retry: (failures, error) =>
          failures < retriesMax && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      },
    },
  })
}
