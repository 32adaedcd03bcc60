print("守望")
