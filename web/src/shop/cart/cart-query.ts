import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'

export type Cart = Answer<'/api/shop/cart'>
export type CartLine = Cart['lines'][number]

/** A person's cart, priced as of now. It is kept by the server and survives everything but an order. */
export const cartQuery = queryOptions({
  queryKey: ['shop', 'cart'],
  queryFn: () => answer(api.GET('/api/shop/cart')),
})

/** How many of a product are to be in the cart; 0 takes it out. */
export function useSetQuantity() {
  const queryClient = useQueryClient()
  return useMutation({
    // One after the other: an earlier answer must not overwrite a later one.
    scope: { id: 'cart' },
    mutationFn: ({ productId, quantity }: { productId: string; quantity: number }) => {
      const params = { path: { productId } }
      return answer(
        quantity > 0
          ? api.PUT('/api/shop/cart/lines/{productId}', { params, body: { quantity } })
          : api.DELETE('/api/shop/cart/lines/{productId}', { params }),
      )
    },
    onSuccess: (cart) => {
      queryClient.setQueryData(cartQuery.queryKey, cart)
      // What may be ordered, and when, goes by what is in the cart.
      queryClient.invalidateQueries({ queryKey: ['shop', 'checkout'] })
    },
  })
}
