-- For wrk: each request has the next body of a file of lines, as the manifest has it.
--
--     wrk -s wrk_bodies.lua URL -- BODIES KEY

local bodies, place = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do bodies[#bodies + 1] = line end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. arguments[2]
end

function request()
  place = place % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[place])
end
